import 'server-only';
import { cookies } from 'next/headers';
import { decode, encode } from 'next-auth/jwt';
import type { Session } from '#lib/accounts/queries.ts';
import { env } from '#lib/env.ts';
import { SESSION_SECONDS } from './options.ts';

/**
 * A mark that JavaScript can read, so that pages from the cache ask who is signed in only where
 * somebody is. It proves nothing.
 */
export const SIGNED_IN_MARK = 'signed-in';

const isHttps = () => env().NEXTAUTH_URL.startsWith('https://');

/** next-auth's own name for it. */
export const sessionCookieName = () => (isHttps() ? '__Secure-next-auth.session-token' : 'next-auth.session-token');

export function signedInMark(maxAge: number) {
  return { name: SIGNED_IN_MARK, value: '1', path: '/', sameSite: 'lax' as const, secure: isHttps(), maxAge };
}

/** Signs this browser in: the same cookie as next-auth's own route makes, set from a server action. */
export async function startSession(account: { id: string; sessionVersion: number }): Promise<void> {
  const token = await encode({
    secret: env().NEXTAUTH_SECRET,
    maxAge: SESSION_SECONDS,
    token: { sub: account.id, sessionVersion: account.sessionVersion },
  });
  const jar = await cookies();
  jar.set(sessionCookieName(), token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: isHttps(),
    maxAge: SESSION_SECONDS,
  });
  jar.set(signedInMark(SESSION_SECONDS));
}

/** Makes this browser forget its session. For actions and route handlers: a page cannot set cookies. */
export async function endSession(): Promise<void> {
  const jar = await cookies();
  // A browser takes a cookie called __Secure-… only together with `secure`, also to delete it.
  for (const name of [sessionCookieName(), SIGNED_IN_MARK]) jar.delete({ name, path: '/', secure: isHttps() });
}

/** What the session cookie says, or null without a valid one. Whether it still holds, the viewer decides. */
export async function readSession(): Promise<Session | null> {
  const value = (await cookies()).get(sessionCookieName())?.value;
  if (!value) return null;
  const token = await decode({ secret: env().NEXTAUTH_SECRET, token: value }).catch(() => null);
  if (typeof token?.sub !== 'string' || typeof token.sessionVersion !== 'number') return null;
  return { userId: token.sub, sessionVersion: token.sessionVersion };
}
