import 'server-only';
import { cookies } from 'next/headers';
import type { SessionRef } from '#lib/domain/session.ts';
import { env } from '#lib/env.ts';
import { authCookies } from './auth-cookies.ts';
import { decodeToken } from './decode-token.ts';
import { fromToken } from './session-token.ts';

export const sessionCookieName = () => authCookies(env().NEXTAUTH_URL).sessionToken.name;

/** The session that this request's cookie names, or null; `getViewer` looks whether it has ended. */
export async function readSession(): Promise<SessionRef | null> {
  const value = (await cookies()).get(sessionCookieName())?.value;
  if (!value) return null;
  return fromToken(await decodeToken({ secret: env().NEXTAUTH_SECRET, token: value }).catch(() => null));
}

export async function hasSessionCookie(): Promise<boolean> {
  return (await cookies()).has(sessionCookieName());
}
