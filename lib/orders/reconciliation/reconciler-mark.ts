import { db } from '#lib/db.ts';
import { logFailure } from '#lib/logger.ts';
import type { SaleChange } from '../settlement/transition-order.ts';

/** What Stripe may still be writing down when a list is read, seconds; read again at the next run. */
const OVERLAP = 120;

/**
 * Runs `compare` over the time (Unix seconds) since the last run that came to its end, one worker at a time, and remembers how far it
 * came. Where there is no mark yet it begins `firstDays` back. One that throws is run again over the same time.
 * @param compare adds the orders that it moved to `moved` as it goes.
 * @returns the orders that moved, also when the run was cut short after them; none when another worker is at it.
 * @throws what `compare` throws before anything has moved.
 */
export async function sinceMark(
  name: string,
  firstDays: number,
  compare: (since: number, moved: SaleChange[]) => Promise<void>,
): Promise<SaleChange[]> {
  const begun = Math.floor(Date.now() / 1000);
  // The row is taken for two minutes at a time, so that a worker that died does not keep it.
  const [mark] = await db().$queryRaw<{ since: number }[]>`
    INSERT INTO reconciler_marks (name, up_to, taken_until)
    VALUES (${name}, now() - make_interval(days => ${firstDays}), now() + interval '2 minutes')
    ON CONFLICT (name) DO UPDATE SET taken_until = now() + interval '2 minutes'
      WHERE reconciler_marks.taken_until IS NULL OR reconciler_marks.taken_until < now()
    RETURNING extract(epoch FROM up_to)::float8 AS since`;
  const moved: SaleChange[] = [];
  if (!mark) return moved;
  try {
    await compare(Math.floor(mark.since), moved);
    await db().$executeRaw`
      UPDATE reconciler_marks SET up_to = GREATEST(up_to, to_timestamp(${begun - OVERLAP})) WHERE name = ${name}`;
  } catch (error) {
    if (moved.length === 0) throw error;
    logFailure('a comparison with Stripe was cut short', error, { name });
  } finally {
    await db().$executeRaw`UPDATE reconciler_marks SET taken_until = NULL WHERE name = ${name}`;
  }
  return moved;
}
