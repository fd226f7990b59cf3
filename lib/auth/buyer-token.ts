import 'server-only';
import { randomUUID } from 'node:crypto';
import { cookies } from 'next/headers';
import { z } from 'zod';
import { cookieName } from '#lib/domain/cookie-name.ts';
import { env } from '#lib/env.ts';

const buyerCookie = () => cookieName('buyer', env().NEXTAUTH_URL);
const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** The random value that identifies this browser's checkouts, or null before its first checkout. */
export async function readBuyerToken(): Promise<string | null> {
  return z.uuid().safeParse((await cookies()).get(buyerCookie())?.value).data ?? null;
}

/** The same, created for a year if there is none; for actions and route handlers. */
export async function buyerToken(): Promise<string> {
  const known = await readBuyerToken();
  if (known) return known;
  const token = randomUUID();
  const secure = env().NEXTAUTH_URL.startsWith('https://');
  (await cookies()).set(buyerCookie(), token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure,
    maxAge: YEAR_SECONDS,
  });
  return token;
}
