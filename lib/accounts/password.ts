import { hash, verify } from '@node-rs/argon2';
import { dictionary } from '@zxcvbn-ts/language-common';
import { isGuessable } from '#lib/domain/guessable-password.ts';

/** argon2id, 19 MiB, two passes, one lane: OWASP Password Storage Cheat Sheet. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

const common = new Set((dictionary['passwords-common'] as string[]).map((password) => password.toLowerCase()));

/** Whether it is one of some 49,000 common passwords (OWASP ASVS 5.0, 6.2.4), or one that the account or the shop's name suggests. */
export function isCommonPassword(
  password: string,
  account: { username: string; email: string; shop?: string },
): boolean {
  return common.has(password.toLowerCase()) || isGuessable(password, account);
}

export function hashPassword(password: string): Promise<string> {
  return hash(password, COST);
}

let decoy: Promise<string> | undefined;

/** Without a hash it takes the same time and returns false, so that timing does not reveal which names exist. */
export async function verifyPassword(passwordHash: string | null | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword('a password that nobody has');
  const matches = await verify(passwordHash ?? (await decoy), password);
  return matches && Boolean(passwordHash);
}
