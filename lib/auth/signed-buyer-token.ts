import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** Its own key, so that a signature for another purpose is none here. */
const signatureOf = (token: string, secret: string): string =>
  createHmac('sha256', createHmac('sha256', secret).update('buyer cookie').digest()).update(token).digest('base64url');

/** The value of the cookie `buyer`: a UUID and its signature. */
export const signBuyerToken = (token: string, secret: string): string => `${token}.${signatureOf(token, secret)}`;

/**
 * The token in a cookie, or null.
 * @returns `isSigned`: false for a bare UUID, as the shop gave out before tokens were signed. Anybody can make one up,
 * so it only counts for an order that already has it.
 */
export function parseBuyerToken(
  value: string | undefined,
  secret: string,
): { token: string; isSigned: boolean } | null {
  const [token = '', signature, ...rest] = value?.split('.') ?? [];
  if (!z.uuid().safeParse(token).success || rest.length > 0) return null;
  if (signature === undefined) return { token, isSigned: false };
  const [given, expected] = [Buffer.from(signature), Buffer.from(signatureOf(token, secret))];
  return given.length === expected.length && timingSafeEqual(given, expected) ? { token, isSigned: true } : null;
}
