import 'server-only';
import { randomUUID } from 'node:crypto';
import { cookies } from 'next/headers';
import { z } from 'zod';
import { env } from '#lib/env.ts';

const BUYER_COOKIE = 'buyer';
const YEAR = 365 * 24 * 60 * 60;

/** The random value by which a browser knows its own checkouts again, or null before its first. */
export async function readBuyerToken(): Promise<string | null> {
  return z.uuid().safeParse((await cookies()).get(BUYER_COOKIE)?.value).data ?? null;
}

/** The same, made and kept for a year where there is none; for actions and route handlers. */
export async function buyerToken(): Promise<string> {
  const known = await readBuyerToken();
  if (known) return known;
  const token = randomUUID();
  const secure = env().NEXTAUTH_URL.startsWith('https://');
  (await cookies()).set(BUYER_COOKIE, token, { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: YEAR });
  return token;
}
