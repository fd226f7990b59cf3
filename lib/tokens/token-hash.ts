import { createHash, randomBytes } from 'node:crypto';

const BYTES = 32;
const TOKEN = /^[\w-]{43}$/;

/** 256 random bits, as a link carries them. */
export const newToken = (): string => randomBytes(BYTES).toString('base64url');

/** Whether a text may be a token at all: what else is in a URL never reaches the database. */
export const isToken = (text: string): boolean => TOKEN.test(text);

/** What is stored of a token; null for a text that is none. */
export function tokenHash(token: string): Buffer<ArrayBuffer> | null {
  return isToken(token) ? Buffer.from(createHash('sha256').update(token).digest()) : null;
}
