import { createHash } from 'node:crypto';

/**
 * Where a request came from, for limits only: the last hop that our own proxy added, hashed so that
 * Redis holds no addresses. IPv6 counts by its /64, which one household has for itself.
 */
export function requestAddress(headers: Headers): string {
  const forwarded = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim();
  const address = headers.get('x-real-ip') ?? forwarded ?? 'unknown';
  const network = address.includes(':') && !address.includes('.') ? address.split(':').slice(0, 4).join(':') : address;
  return createHash('sha256').update(network).digest('base64url').slice(0, 22);
}
