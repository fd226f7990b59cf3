import { createHash } from 'node:crypto';

/**
 * Where a request came from, for limits only: the last entry of X-Forwarded-For, which is the one
 * that our own proxy added and nobody can forge behind it; hashed, so that Redis holds no addresses. IPv6 counts by its /64, which one household has for itself.
 */
export function requestAddress(headers: Headers): string {
  const forwarded = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim();
  const address = forwarded || headers.get('x-real-ip') || 'unknown';
  const network = address.includes(':') && !address.includes('.') ? address.split(':').slice(0, 4).join(':') : address;
  return createHash('sha256').update(network).digest('base64url').slice(0, 22);
}
