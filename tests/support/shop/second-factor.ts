/** Second factors in a running shop's database, as somebody who has set them up has them. */

import { createHash, randomInt } from 'node:crypto';
import { RECOVERY_ALPHABET } from '#lib/domain/second-factors.ts';
import type { Shop } from './start-shop.ts';

/** Gives the account an authenticator app. Nobody knows its secret; recovery codes open the account. */
export async function addSecondFactor({ database }: Pick<Shop, 'database'>, userId: string): Promise<void> {
  await database.query(
    `INSERT INTO authenticator_apps (user_id, secret, confirmed_at) VALUES ($1, '\\x00', now()) ON CONFLICT DO NOTHING`,
    [userId],
  );
}

/** Gives the account one more recovery code. @returns the code, for one use */
export async function addRecoveryCode({ database }: Pick<Shop, 'database'>, username: string): Promise<string> {
  const code = Array.from({ length: 20 }, () => RECOVERY_ALPHABET.charAt(randomInt(RECOVERY_ALPHABET.length))).join('');
  const { rows } = await database.query('SELECT id FROM users WHERE username = $1', [username]);
  const hash = createHash('sha256').update(`${rows[0].id} ${code}`).digest();
  await database.query('INSERT INTO recovery_codes (user_id, hash) VALUES ($1, $2)', [rows[0].id, hash]);
  return code;
}
