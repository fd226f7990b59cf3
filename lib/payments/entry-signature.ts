import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { env } from '#lib/env.ts';

/** What an entry of the stream says: the event's id and type, and its body as text. */
export type EntryContent = { id: string; type: string; body: string };

/** Changes with the format of what is signed, so that a signature never counts for another format. */
const PURPOSE = 'makeyourspace stripe:events entry 1';

/**
 * Proves that an entry was added by a process of this shop, which has verified Stripe's signature: write access to Redis
 * is not enough to make one. HMAC-SHA256 with a key that is derived for this purpose alone.
 * @param secret INTERNAL_SECRET, which the web process and the worker share.
 */
export function signEntry({ id, type, body }: EntryContent, secret = env().INTERNAL_SECRET): string {
  const key = Buffer.from(hkdfSync('sha256', secret, '', PURPOSE, 32));
  return createHmac('sha256', key)
    .update(JSON.stringify([id, type, body]))
    .digest('base64url');
}

/** Whether this shop signed the entry. */
export function isEntrySigned(content: EntryContent, signature: string | undefined): boolean {
  const [given, expected] = [Buffer.from(signature ?? ''), Buffer.from(signEntry(content))];
  return given.length === expected.length && timingSafeEqual(given, expected);
}
