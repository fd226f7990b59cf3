import { dayOf } from '#lib/domain/visits/visitor-days.ts';
import { dueVisits, forgetVisits, settleVisits } from './due-visits.ts';
import { storeVisits } from './store-visits.ts';

/** Works in one transaction: a buyer whose work is among them waits for a few milliseconds. */
const BATCH = 200;

type Options = { stop?: AbortSignal; now?: Date; batch?: number };

/**
 * Tells PostgreSQL of the visitors whom Redis has counted. It can be cut off anywhere, and run by several workers at
 * once: what is due is read, written and only then taken from the list, and written twice it changes nothing.
 * @param stop ends it early, between two batches
 * @returns how many counts were written
 */
export async function flushVisits({ stop, now = new Date(), batch = BATCH }: Options = {}): Promise<number> {
  const today = dayOf(now);
  let written = 0;
  for await (const counts of dueVisits(batch)) {
    // None are left of a day whose key has expired, or that another worker has just settled.
    const { stored, unknown } = await storeVisits(counts, today);
    await settleVisits(stored, today);
    await forgetVisits(unknown);
    written += stored.length;
    if (stop?.aborted) break;
  }
  return written;
}
