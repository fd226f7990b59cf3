import { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { authOptions } from '#lib/auth/options.ts';
import { repairAuthRequest } from '#lib/auth/repair-auth-request.ts';
import { viewerOrEnded } from '#lib/auth/viewer.ts';
import { withSignedInCookie } from '#lib/auth/with-signed-in-cookie.ts';
import { databaseErrorOf } from '#lib/database-errors.ts';
import { BODY_LIMITS } from '#lib/domain/body-limits.ts';
import { bodyErrorResponse, readText } from '#lib/http/read-text.ts';

const MAX_BYTES = BODY_LIMITS['/api/auth/*'];

/** Next-auth would put any other into a header as it is. */
const SEGMENT = /^[\w-]{1,60}$/;

type Context = { params: Promise<{ nextauth: string[] }> };

/** next-auth's own routes, for GitHub, Google and other clients of its API. */
async function handle(request: Request, context: Context): Promise<Response> {
  const { nextauth } = await context.params;
  // next-auth trusts the cookie and renews it, so an ended session would never expire here.
  if (nextauth[0] === 'session' && (await viewerOrEnded()) === 'ended')
    return Response.json({}, { headers: { 'cache-control': 'private, no-store' } });
  // `_log` is for errors of next-auth's own client, which no page of ours has.
  if (nextauth[0] === '_log' || !nextauth.every((segment) => SEGMENT.test(segment)))
    return new Response('There is nothing here.', { status: 404 });
  const text = request.method === 'POST' ? await readText(request, MAX_BYTES) : '';
  if (typeof text === 'number') return bodyErrorResponse(text);
  const { url, body } = await repairAuthRequest(request, text);
  const read = new NextRequest(url, { method: request.method, headers: request.headers, ...(body && { body }) });
  const response: Response = await NextAuth(authOptions())(read, context);
  // Becomes a 503 response; next-auth itself reports every failure as a wrong password.
  const databaseError = databaseErrorOf();
  if (databaseError) throw databaseError;
  return withSignedInCookie(response);
}

export { handle as GET, handle as POST };
