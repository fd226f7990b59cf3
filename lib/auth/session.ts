import 'server-only';
import { cookies } from 'next/headers';
import { encode } from 'next-auth/jwt';
import { endSession } from '#lib/accounts/end-session.ts';
import { cookieName } from '#lib/domain/cookie-name.ts';
import type { SessionRef } from '#lib/domain/session.ts';
import { env } from '#lib/env.ts';
import { openSession } from './open-session.ts';
import { readSession, sessionCookieName } from './read-session.ts';
import { toToken } from './session-token.ts';

/** A cookie that JavaScript can read, so that cached pages fetch the viewer only if there is one. It proves nothing. */
const signedInCookieName = () => cookieName('signed-in', env().NEXTAUTH_URL);

const isHttps = () => env().NEXTAUTH_URL.startsWith('https://');

export function signedInCookie(maxAge: number) {
  return { name: signedInCookieName(), value: '1', path: '/', sameSite: 'lax' as const, secure: isHttps(), maxAge };
}

/**
 * Signs this browser in, from a server action, with the same cookie as next-auth's own route sets.
 * @param proof whether the account's second factor was asked for.
 * @throws {ExpectedError} wrong-sign-in, second-factor-needed
 */
export async function startSession(
  account: { id: string; sessionVersion: number },
  proof: { isFactorProven?: boolean } = {},
): Promise<void> {
  await setSessionCookies(await openSession(account, proof));
}

/** Gives this browser the cookies of a session, from a server action. */
export async function setSessionCookies(session: SessionRef & { expiresAt: Date }): Promise<void> {
  const maxAge = Math.floor((session.expiresAt.getTime() - Date.now()) / 1_000);
  const token = await encode({ secret: env().NEXTAUTH_SECRET, maxAge, token: toToken(session) });
  const jar = await cookies();
  jar.set(sessionCookieName(), token, { path: '/', httpOnly: true, sameSite: 'lax', secure: isHttps(), maxAge });
  jar.set(signedInCookie(maxAge));
}

/** Signs this browser out, from a server action. A copy of its cookie is of no use afterwards. */
export async function signOut(): Promise<void> {
  const session = await readSession();
  if (session) await endSession(session);
  await deleteSessionCookies();
}

/** For actions and route handlers, when the session has ended: a page cannot set cookies. */
export async function deleteSessionCookies(): Promise<void> {
  const jar = await cookies();
  // A browser accepts changes of a __Host-… cookie, including deletion, only with `secure`.
  for (const name of [sessionCookieName(), signedInCookieName()]) jar.delete({ name, path: '/', secure: isHttps() });
}
