import { createHash, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** What secret scanners look for: docs/api.md has the same. */
const TOKEN = /^mys_([0-9A-Za-z]{30})([0-9A-Za-z]{6})$/;
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 178 bits. */
const RANDOM_LENGTH = 30;
const CHECKSUM_LENGTH = 6;
const ENDING_LENGTH = 4;

export const isPersonalToken = (text: string): boolean => text.startsWith('mys_');

/** A new personal access token: 30 random characters, and the CRC-32 of these, by which scanners know a true one. */
export function newPersonalToken(): string {
  const random = Array.from({ length: RANDOM_LENGTH }, () => DIGITS.charAt(randomInt(DIGITS.length))).join('');
  return `mys_${random}${checksum(random)}`;
}

/** What is stored of a personal access token; null for a text that is none, so that nobody has to look for it. */
export function personalTokenHash(token: string): Buffer<ArrayBuffer> | null {
  const [, random = '', check] = TOKEN.exec(token) ?? [];
  return check === checksum(random) ? Buffer.from(createHash('sha256').update(token).digest()) : null;
}

/** The characters by which its owner recognises it. */
export const endingOf = (token: string): string => token.slice(-ENDING_LENGTH);

function checksum(random: string): string {
  let rest = crc32(random);
  let digits = '';
  while (digits.length < CHECKSUM_LENGTH) {
    digits = DIGITS.charAt(rest % DIGITS.length) + digits;
    rest = Math.floor(rest / DIGITS.length);
  }
  return digits;
}
