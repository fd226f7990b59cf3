import 'server-only';
import { cookies } from 'next/headers';
import { encode } from 'next-auth/jwt';
import { cookieName } from '#lib/domain/cookie-name.ts';
import { PENDING_SIGN_IN_SECONDS } from '#lib/domain/second-factors.ts';
import { env } from '#lib/env.ts';
import { decodeToken } from './decode-token.ts';

/** Somebody who has typed the right password, or whom GitHub or Google knows, and whose second factor is asked for. */
export type PendingSignIn = {
  id: string;
  /** Another one by now means that the account has changed, and this sign-in has to begin again. */
  sessionVersion: number;
  /** Where they want to go; anything, since a URL says so. */
  next: string;
};

/** Another key than that of sessions: neither cookie is valid in the other's place. */
const PURPOSE = 'pending sign-in';
const cookie = () => cookieName('pending-sign-in', env().NEXTAUTH_URL);
const isHttps = () => env().NEXTAUTH_URL.startsWith('https://');

/** For actions and route handlers. It opens nothing by itself. */
export async function setPendingSignIn({ id, sessionVersion, next }: PendingSignIn): Promise<void> {
  const maxAge = PENDING_SIGN_IN_SECONDS;
  const token = { sub: id, version: sessionVersion, next, endsAt: Date.now() + maxAge * 1_000 };
  const value = await encode({ secret: env().NEXTAUTH_SECRET, salt: PURPOSE, maxAge, token });
  (await cookies()).set(cookie(), value, { path: '/', httpOnly: true, sameSite: 'lax', secure: isHttps(), maxAge });
}

/** The sign-in that this browser has begun, or null; the caller checks whether the account is as it was. */
export async function readPendingSignIn(): Promise<PendingSignIn | null> {
  const value = (await cookies()).get(cookie())?.value;
  if (!value) return null;
  const token = await decodeToken({ secret: env().NEXTAUTH_SECRET, salt: PURPOSE, token: value }).catch(() => null);
  const { sub, version, next, endsAt } = token ?? {};
  if (typeof sub !== 'string' || typeof version !== 'number' || typeof next !== 'string') return null;
  // next-auth's own end allows fifteen seconds more.
  if (typeof endsAt !== 'number' || endsAt <= Date.now()) return null;
  return { id: sub, sessionVersion: version, next };
}

/** For actions and route handlers. */
export async function deletePendingSignIn(): Promise<void> {
  (await cookies()).delete({ name: cookie(), path: '/', secure: isHttps() });
}
