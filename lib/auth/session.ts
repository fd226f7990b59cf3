import 'server-only';
import { cookies } from 'next/headers';
import { decode, encode } from 'next-auth/jwt';
import type { Session } from '#lib/accounts/queries.ts';
import { cookieName } from '#lib/domain/cookie-name.ts';
import { env } from '#lib/env.ts';
import { authCookies } from './auth-cookies.ts';
import { SESSION_SECONDS } from './options.ts';

/** A cookie that JavaScript can read, so that cached pages fetch the viewer only if there is one. It proves nothing. */
const signedInCookieName = () => cookieName('signed-in', env().NEXTAUTH_URL);

const isHttps = () => env().NEXTAUTH_URL.startsWith('https://');

export const sessionCookieName = () => authCookies(env().NEXTAUTH_URL).sessionToken.name;

export function signedInCookie(maxAge: number) {
  return { name: signedInCookieName(), value: '1', path: '/', sameSite: 'lax' as const, secure: isHttps(), maxAge };
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
  // A browser accepts changes of a __Host-… cookie, including deletion, only with `secure`.
  for (const name of [sessionCookieName(), signedInCookieName()]) jar.delete({ name, path: '/', secure: isHttps() });
}

/** The content of the session cookie, or null without a valid one; `getViewer` checks it against the account. */
export async function readSession(): Promise<Session | null> {
  const value = (await cookies()).get(sessionCookieName())?.value;
  if (!value) return null;
  const token = await decode({ secret: env().NEXTAUTH_SECRET, token: value }).catch(() => null);
  if (typeof token?.sub !== 'string' || typeof token.sessionVersion !== 'number') return null;
  return { userId: token.sub, sessionVersion: token.sessionVersion };
}
