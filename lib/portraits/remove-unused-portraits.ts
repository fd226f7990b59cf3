import { db, Prisma } from '#lib/db.ts';
import { KEPT_SECONDS, keptSince } from '#lib/domain/retention.ts';
import { removePortraitFiles } from '#lib/media/portrait/portrait-files.ts';

const BATCH = 100;

type Unused = { key: string; userId: string; master: string };

/**
 * Removes portraits that no page shows any more since an hour, and what uploads left behind when their process was killed:
 * files first, so that what is interrupted is found again.
 * @param stop ends it between two portraits.
 */
export async function removeUnusedPortraits(stop?: AbortSignal): Promise<void> {
  const since = keptSince(KEPT_SECONDS.unusedPortrait);
  await removeAll(Prisma.sql`unused_since < ${since}`, stop);
}

/** Removes all portraits of a closed account, which shows none. @returns whether all are gone. */
export function removePortraitsOf(userId: string, stop?: AbortSignal): Promise<boolean> {
  return removeAll(Prisma.sql`user_id = ${userId}::uuid AND unused_since IS NOT NULL`, stop);
}

async function removeAll(which: Prisma.Sql, stop?: AbortSignal): Promise<boolean> {
  for (;;) {
    const unused = await db().$queryRaw<Unused[]>`
      SELECT key, user_id AS "userId", master FROM portraits WHERE ${which} LIMIT ${BATCH}`;
    for (const portrait of unused) {
      if (stop?.aborted) return false;
      await removeOne(portrait);
    }
    if (unused.length < BATCH) return true;
  }
}

async function removeOne({ key, userId, master }: Unused): Promise<void> {
  await db().$transaction(async (tx) => {
    // Its owner may just be choosing another part of the same picture.
    await tx.$queryRaw`SELECT FROM users WHERE id = ${userId}::uuid FOR NO KEY UPDATE`;
    const { count } = await tx.portrait.deleteMany({ where: { key, unusedSince: { not: null } } });
    if (count === 0) return;
    const isShared = (await tx.portrait.count({ where: { userId, master, key: { not: key } } })) > 0;
    // In the transaction: if this is interrupted, the row is still there and leads to the files.
    await removePortraitFiles({ key, master: isShared ? null : master });
  });
}
