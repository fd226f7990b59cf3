import { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { authOptions } from '#lib/auth/options.ts';
import { withSignedInMark } from '#lib/auth/signed-in-mark.ts';
import { viewerOrEnded } from '#lib/auth/viewer.ts';
import { databaseErrorOf } from '#lib/database-errors.ts';
import { readText, unreadResponse } from '#lib/http/read-text.ts';

const MAX_BYTES = 16 * 1024;

type Context = { params: Promise<{ nextauth: string[] }> };

/** next-auth's own routes, for GitHub and Google and for any client of its contract. */
async function handle(request: Request, context: Context): Promise<Response> {
  const { nextauth } = await context.params;
  // next-auth believes the cookie and renews it; an ended session would live for ever here.
  if (nextauth[0] === 'session' && (await viewerOrEnded()) === 'ended')
    return Response.json({}, { headers: { 'cache-control': 'private, no-store' } });
  const body = request.method === 'POST' ? await readText(request, MAX_BYTES) : undefined;
  if (typeof body === 'number') return unreadResponse(body);
  const read = new NextRequest(request.url, {
    method: request.method,
    headers: request.headers,
    ...(body && { body }),
  });
  const response: Response = await NextAuth(authOptions())(read, context);
  // Answered 503: next-auth takes every failure for a wrong password.
  const trouble = databaseErrorOf();
  if (trouble) throw trouble;
  return withSignedInMark(response);
}

export { handle as GET, handle as POST };
