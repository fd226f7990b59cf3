import 'server-only';
import { SESSION_SECONDS } from './options.ts';
import { SIGNED_IN_MARK, sessionCookieName, signedInMark } from './session.ts';

/** Adds or removes the mark of a signed-in browser where next-auth's own response sets or clears the session. */
export function withSignedInMark(response: Response): Response {
  const session = response.headers.getSetCookie().find((cookie) => cookie.startsWith(`${sessionCookieName()}=`));
  if (!session) return response;
  const value = session.slice(sessionCookieName().length + 1).split(';')[0];
  const { secure } = signedInMark(0);
  const age = value ? SESSION_SECONDS : 0;
  const headers = new Headers(response.headers);
  headers.append('set-cookie', `${SIGNED_IN_MARK}=1; Path=/; SameSite=Lax; Max-Age=${age}${secure ? '; Secure' : ''}`);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
