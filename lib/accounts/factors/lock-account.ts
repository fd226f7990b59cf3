import type { Db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';

/**
 * Takes the account's row, so that changes of its factors follow one another and a sign-in sees all or nothing of each.
 * @throws {ExpectedError} signed-out, if it does not exist or is suspended
 */
export async function lockAccount(tx: Db, userId: string): Promise<void> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT id FROM users WHERE id = ${userId}::uuid AND suspended_at IS NULL AND closed_at IS NULL FOR UPDATE`;
  if (rows.length === 0) throw new ExpectedError('signed-out');
}
