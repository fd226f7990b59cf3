import 'server-only';
import { cookies } from 'next/headers';
import { decode, encode } from 'next-auth/jwt';
import type { Session } from '#lib/accounts/queries.ts';
import { env } from '#lib/env.ts';
import { SESSION_SECONDS } from './options.ts';

/** A cookie that JavaScript can read, so that cached pages fetch the viewer only if there is one. It proves nothing. */
export const SIGNED_IN_COOKIE = 'signed-in';

const isHttps = () => env().NEXTAUTH_URL.startsWith('https://');

/** next-auth's name of its session cookie. */
export const sessionCookieName = () => (isHttps() ? '__Secure-next-auth.session-token' : 'next-auth.session-token');

export function signedInCookie(maxAge: number) {
  return { name: SIGNED_IN_COOKIE, value: '1', path: '/', sameSite: 'lax' as const, secure: isHttps(), maxAge };
}

/** Signs this browser in, from a server action, with the same cookie as next-auth's own route sets. */
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
  jar.set(signedInCookie(SESSION_SECONDS));
}

/** Deletes this browser's session. For actions and route handlers: a page cannot set cookies. */
export async function endSession(): Promise<void> {
  const jar = await cookies();
  // A browser accepts changes of a __Secure-… cookie, including deletion, only with `secure`.
  for (const name of [sessionCookieName(), SIGNED_IN_COOKIE]) jar.delete({ name, path: '/', secure: isHttps() });
}

/** The content of the session cookie, or null without a valid one; `getViewer` checks it against the account. */
export async function readSession(): Promise<Session | null> {
  const value = (await cookies()).get(sessionCookieName())?.value;
  if (!value) return null;
  const token = await decode({ secret: env().NEXTAUTH_SECRET, token: value }).catch(() => null);
  if (typeof token?.sub !== 'string' || typeof token.sessionVersion !== 'number') return null;
  return { userId: token.sub, sessionVersion: token.sessionVersion };
}
