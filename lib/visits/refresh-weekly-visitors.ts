import { db } from '#lib/db.ts';
import { dayOf } from '#lib/domain/visits/visitor-days.ts';
import { updateVisitors } from './update-visitors.ts';

/** Posts per transaction. A buyer of one of them waits for a few milliseconds. */
const SLICE = 200;

type Options = { stop?: AbortSignal; now?: Date; slice?: number };

/**
 * Removes days older than a week from the posts' weekly sums. Only posts whose sum changes are updated; a locked one is
 * skipped until the next run.
 * @param stop aborts between two slices
 * @returns the number of posts updated
 */
export async function refreshWeeklyVisitors({ stop, now = new Date(), slice = SLICE }: Options = {}): Promise<number> {
  const today = dayOf(now);
  let changed = 0;
  for (let found = slice; found === slice && !stop?.aborted; changed += found) {
    found = await db().$transaction(async (tx) => {
      const posts = await tx.$queryRaw<{ id: string }[]>`
        SELECT id FROM posts WHERE week_changes_on <= ${today}::date
        ORDER BY week_changes_on LIMIT ${slice} FOR NO KEY UPDATE SKIP LOCKED`;
      await updateVisitors(
        tx,
        posts.map(({ id }) => ({ id, more: 0 })),
        today,
      );
      return posts.length;
    });
  }
  return changed;
}
