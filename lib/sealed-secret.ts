import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { env } from '#lib/env.ts';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** What secrets are stored for. Each has a key of its own, derived from NEXTAUTH_SECRET, which also signs other things. */
export type SecretPurpose = 'authenticator app' | 'signing key' | 'webhook endpoint';

const keyFor = (purpose: SecretPurpose) => Buffer.from(hkdfSync('sha256', env().NEXTAUTH_SECRET, '', purpose, 32));

/**
 * A secret as it is stored: nonce, tag, ciphertext.
 * @param owner the id of the row that it belongs to; it can be read for this one only.
 */
export function sealSecret(purpose: SecretPurpose, owner: string, secret: Uint8Array): Uint8Array<ArrayBuffer> {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, keyFor(purpose), iv).setAAD(Buffer.from(owner));
  const sealed = Buffer.concat([cipher.update(secret), cipher.final()]);
  return new Uint8Array(Buffer.concat([iv, cipher.getAuthTag(), sealed]));
}

/** The reverse; null if it was sealed for another owner or purpose, or with another NEXTAUTH_SECRET. */
export function openSecret(purpose: SecretPurpose, owner: string, stored: Uint8Array): Uint8Array<ArrayBuffer> | null {
  const [iv, tag, sealed] = [
    stored.subarray(0, IV_BYTES),
    stored.subarray(IV_BYTES, IV_BYTES + TAG_BYTES),
    stored.subarray(IV_BYTES + TAG_BYTES),
  ];
  if (tag.length !== TAG_BYTES) return null;
  try {
    const cipher = createDecipheriv(CIPHER, keyFor(purpose), iv, { authTagLength: TAG_BYTES });
    cipher.setAAD(Buffer.from(owner)).setAuthTag(tag);
    return new Uint8Array(Buffer.concat([cipher.update(sealed), cipher.final()]));
  } catch {
    return null;
  }
}
