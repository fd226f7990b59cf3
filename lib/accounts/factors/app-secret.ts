import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { env } from '#lib/env.ts';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A key of its own: NEXTAUTH_SECRET also signs and encrypts other things. */
const key = () => Buffer.from(hkdfSync('sha256', env().NEXTAUTH_SECRET, '', 'authenticator app', 32));

/** The secret of an authenticator app as it is stored: nonce, tag, ciphertext. It is readable for this account only. */
export function sealSecret(userId: string, secret: Uint8Array): Uint8Array<ArrayBuffer> {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key(), iv).setAAD(Buffer.from(userId));
  const sealed = Buffer.concat([cipher.update(secret), cipher.final()]);
  return new Uint8Array(Buffer.concat([iv, cipher.getAuthTag(), sealed]));
}

/** The reverse; null if it was sealed for another account or with another NEXTAUTH_SECRET. */
export function openSecret(userId: string, stored: Uint8Array): Uint8Array<ArrayBuffer> | null {
  const [iv, tag, sealed] = [
    stored.subarray(0, IV_BYTES),
    stored.subarray(IV_BYTES, IV_BYTES + TAG_BYTES),
    stored.subarray(IV_BYTES + TAG_BYTES),
  ];
  if (tag.length !== TAG_BYTES) return null;
  try {
    const cipher = createDecipheriv(CIPHER, key(), iv, { authTagLength: TAG_BYTES });
    cipher.setAAD(Buffer.from(userId)).setAuthTag(tag);
    return new Uint8Array(Buffer.concat([cipher.update(sealed), cipher.final()]));
  } catch {
    return null;
  }
}
