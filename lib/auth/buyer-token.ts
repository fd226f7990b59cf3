import 'server-only';
import { randomUUID } from 'node:crypto';
import { cookies } from 'next/headers';
import { cookieName } from '#lib/domain/cookie-name.ts';
import { env } from '#lib/env.ts';
import { parseBuyerToken, signBuyerToken } from './signed-buyer-token.ts';

const buyerCookie = () => cookieName('buyer', env().NEXTAUTH_URL);
/** A cookie that JavaScript can read, so that only pages in a buyer's browser ask about a hold. It proves nothing. */
const buyingCookie = () => cookieName('buying', env().NEXTAUTH_URL);
const YEAR_SECONDS = 365 * 24 * 60 * 60;

const parseCookie = async () => parseBuyerToken((await cookies()).get(buyerCookie())?.value, env().NEXTAUTH_SECRET);

/**
 * The value that identifies this browser's checkouts, or null before its first one. Only for finding orders: one
 * without a signature finds an order that has it, and proves nothing else.
 */
export async function readBuyerToken(): Promise<string | null> {
  return (await parseCookie())?.token ?? null;
}

/**
 * The same, created for a year if there is none; for actions and route handlers. Only the shop issues tokens: a value
 * without its signature is replaced.
 * @param hasOpenOrder whether an order in progress has a token; a bare token of an earlier version is signed then, so
 * that its buyer keeps the order.
 */
export async function buyerToken(hasOpenOrder: (token: string) => Promise<boolean>): Promise<string> {
  const known = await parseCookie();
  if (known?.isSigned) return known.token;
  const token = known && (await hasOpenOrder(known.token)) ? known.token : randomUUID();
  const jar = await cookies();
  const secure = env().NEXTAUTH_URL.startsWith('https://');
  const options = { path: '/', sameSite: 'lax', secure, maxAge: YEAR_SECONDS } as const;
  jar.set(buyerCookie(), signBuyerToken(token, env().NEXTAUTH_SECRET), { ...options, httpOnly: true });
  jar.set(buyingCookie(), '1', options);
  return token;
}
