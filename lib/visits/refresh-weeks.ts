import { db } from '#lib/db.ts';
import { dayOf } from '#lib/domain/visits/visitor-days.ts';
import { updateVisitors } from './update-visitors.ts';

/** Works in one transaction: a buyer whose work is among them waits for a few milliseconds. */
const SLICE = 200;

type Options = { stop?: AbortSignal; now?: Date; slice?: number };

/**
 * Lets days that are over fall out of the works' sums of the week. Only works whose sum changes are touched; one that
 * somebody else has locked waits for the next run.
 * @param stop ends it early, between two slices
 * @returns how many works changed
 */
export async function refreshWeeks({ stop, now = new Date(), slice = SLICE }: Options = {}): Promise<number> {
  const today = dayOf(now);
  let changed = 0;
  for (let found = slice; found === slice && !stop?.aborted; changed += found) {
    found = await db().$transaction(async (tx) => {
      const works = await tx.$queryRaw<{ id: string }[]>`
        SELECT id FROM posts WHERE week_changes_on <= ${today}::date
        ORDER BY week_changes_on LIMIT ${slice} FOR NO KEY UPDATE SKIP LOCKED`;
      await updateVisitors(
        tx,
        works.map(({ id }) => ({ id, more: 0 })),
        today,
      );
      return works.length;
    });
  }
  return changed;
}
