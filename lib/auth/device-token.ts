import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** What a browser carries that somebody has signed in from: a random id, and a signature for each account. */
export type DeviceToken = { id: string; signatures: readonly string[] };

const ID = /^[\w-]{22}$/;
const SIGNATURE = /^[\w-]{43}$/;
/** Accounts that one browser remembers; the oldest are forgotten. */
const MAX_ACCOUNTS = 5;

/** Its own key, so that a signature for another purpose is none here. */
const signatureOf = (id: string, accountId: string, secret: string): string =>
  createHmac('sha256', createHmac('sha256', secret).update('device cookie').digest())
    .update(`${id} ${accountId}`)
    .digest('base64url');

/** The content of the cookie `device`; null for any other text. */
export function parseDeviceToken(value: string | undefined): DeviceToken | null {
  const [id = '', ...signatures] = value?.split('.') ?? [];
  const isToken = ID.test(id) && signatures.length <= MAX_ACCOUNTS && signatures.every((text) => SIGNATURE.test(text));
  return isToken ? { id, signatures } : null;
}

/** Whether somebody has signed in to this account from the browser that has this token. */
export function isSignedFor(token: DeviceToken, accountId: string, secret: string): boolean {
  const expected = Buffer.from(signatureOf(token.id, accountId, secret));
  return token.signatures.some((signature) => timingSafeEqual(Buffer.from(signature), expected));
}

/** The cookie's new content after a sign-in to this account. */
export function signDeviceToken(token: DeviceToken | null, accountId: string, secret: string): string {
  const id = token?.id ?? randomBytes(16).toString('base64url');
  const signature = signatureOf(id, accountId, secret);
  const others = (token?.signatures ?? []).filter((other) => other !== signature);
  return [id, signature, ...others].slice(0, 1 + MAX_ACCOUNTS).join('.');
}
