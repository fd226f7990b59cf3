import { db } from '#lib/db.ts';
import { logFailure } from '#lib/logger.ts';
import type { SaleChange } from '../settlement/transition-order.ts';

/** The end of each run is read again by the next, because Stripe's list may have been incomplete. */
const OVERLAP_SECONDS = 120;

/**
 * Runs `reconcile` for the time since the mark, in one worker at a time, and advances the mark. A failed run does not
 * advance it, so the same time is covered again.
 * @param firstRunDays how many days back the first run starts, without a mark.
 * @param reconcile gets the mark in Unix seconds, and adds each order it changes to `changes` as it goes.
 * @returns the orders that changed, also those before an error; none if another worker is running.
 * @throws what `reconcile` throws if no order has changed.
 */
export async function runSinceMark(
  name: string,
  firstRunDays: number,
  reconcile: (since: number, changes: SaleChange[]) => Promise<void>,
): Promise<SaleChange[]> {
  const startedAt = Math.floor(Date.now() / 1000);
  // The lease ends after two minutes, in case the worker dies.
  const [mark] = await db().$queryRaw<{ since: number }[]>`
    INSERT INTO reconciler_marks (name, up_to, taken_until)
    VALUES (${name}, now() - make_interval(days => ${firstRunDays}), now() + interval '2 minutes')
    ON CONFLICT (name) DO UPDATE SET taken_until = now() + interval '2 minutes'
      WHERE reconciler_marks.taken_until IS NULL OR reconciler_marks.taken_until < now()
    RETURNING extract(epoch FROM up_to)::float8 AS since`;
  const changes: SaleChange[] = [];
  if (!mark) return changes;
  try {
    await reconcile(Math.floor(mark.since), changes);
    await db().$executeRaw`
      UPDATE reconciler_marks SET up_to = GREATEST(up_to, to_timestamp(${startedAt - OVERLAP_SECONDS}))
      WHERE name = ${name}`;
  } catch (error) {
    if (changes.length === 0) throw error;
    logFailure('reconciliation with Stripe was cut short', error, { name });
  } finally {
    await db().$executeRaw`UPDATE reconciler_marks SET taken_until = NULL WHERE name = ${name}`;
  }
  return changes;
}
