import type { Db } from '#lib/db.ts';

/** So many works take far less than the time that a statement has. */
const BATCH = 2_000;

/** For transactions that hide or show all works of an artist, who may have tens of thousands. Milliseconds. */
export const WORKS_TIMEOUT = { timeout: 30_000 };

/**
 * Hides all works of an artist who is about to be suspended, in the same transaction: they are locked before the account,
 * as in every command of a sale. What is written meanwhile is left to triggers: the migration “works_of_suspended_artists”.
 */
export async function hideWorksOf(transaction: Db, userId: string): Promise<void> {
  for (let changed = BATCH; changed === BATCH; ) {
    const rows = await transaction.$queryRaw<{ changed: number }[]>`
      SELECT hide_posts_of_artist(${userId}::uuid, ${BATCH}::integer) AS changed`;
    changed = rows[0]?.changed ?? 0;
  }
}

/** Shows them again, apart from those that a moderator has hidden. Search has them once the worker has written their rows. */
export async function showWorksOf(transaction: Db, userId: string): Promise<void> {
  for (let changed = BATCH; changed === BATCH; ) {
    const rows = await transaction.$queryRaw<{ changed: number }[]>`
      SELECT show_posts_of_artist(${userId}::uuid, ${BATCH}::integer) AS changed`;
    changed = rows[0]?.changed ?? 0;
  }
}
