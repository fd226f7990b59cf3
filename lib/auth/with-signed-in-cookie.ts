import 'server-only';
import { SESSION_SECONDS } from '#lib/domain/session.ts';
import { sessionCookieName } from './read-session.ts';
import { signedInCookie } from './session.ts';

/** Sets or deletes the signed-in cookie if next-auth's response sets or deletes the session. */
export function withSignedInCookie(response: Response): Response {
  const session = response.headers.getSetCookie().find((cookie) => cookie.startsWith(`${sessionCookieName()}=`));
  if (!session) return response;
  const value = session.slice(sessionCookieName().length + 1).split(';')[0];
  const { name, secure } = signedInCookie(0);
  const age = value ? SESSION_SECONDS.MEMBER : 0;
  const headers = new Headers(response.headers);
  headers.append('set-cookie', `${name}=1; Path=/; SameSite=Lax; Max-Age=${age}${secure ? '; Secure' : ''}`);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
