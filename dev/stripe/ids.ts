import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const LENGTH: Readonly<Record<string, number>> = { cs_test_a1: 57, req: 14 };

/** A new id in Stripe's style, for example `pi_3kX…`. */
export function newId(prefix: string): string {
  const length = LENGTH[prefix] ?? 24;
  const separator = prefix.startsWith('cs_') ? '' : '_';
  const characters = Array.from(randomBytes(length), (byte) => ALPHABET[byte % ALPHABET.length]);
  return `${prefix}${separator}${characters.join('')}`;
}
