import 'server-only';
import { cookies } from 'next/headers';
import type { SignInDevice } from '#lib/accounts/admit-sign-in.ts';
import { cookieName } from '#lib/domain/cookie-name.ts';
import { env } from '#lib/env.ts';
import { isSignedFor, parseDeviceToken, signDeviceToken } from './device-token.ts';

const deviceCookie = () => cookieName('device', env().NEXTAUTH_URL);
const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** The browser that sends this request, if somebody has signed in from it before. It proves nothing else. */
export async function readDevice(): Promise<SignInDevice | null> {
  const token = parseDeviceToken((await cookies()).get(deviceCookie())?.value);
  return token && { id: token.id, knows: (accountId) => isSignedFor(token, accountId, env().NEXTAUTH_SECRET) };
}

/** After a sign-in, for actions and route handlers: others who guess the account's password no longer lock this browser out. */
export async function rememberDevice(accountId: string): Promise<void> {
  const jar = await cookies();
  const known = parseDeviceToken(jar.get(deviceCookie())?.value);
  jar.set(deviceCookie(), signDeviceToken(known, accountId, env().NEXTAUTH_SECRET), {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: env().NEXTAUTH_URL.startsWith('https://'),
    maxAge: YEAR_SECONDS,
  });
}
