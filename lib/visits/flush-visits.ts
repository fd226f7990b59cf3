import { dayOf } from '#lib/domain/visits/visitor-days.ts';
import { clearStoredVisits, discardVisits, dueVisits } from './due-visits.ts';
import { storeVisits } from './store-visits.ts';

/** Posts per transaction. A buyer of one of them waits for a few milliseconds. */
const BATCH = 200;

type Options = { stop?: AbortSignal; now?: Date; batch?: number };

/**
 * Copies the visitor counts from Redis to PostgreSQL. It may be interrupted at any point and run in several workers at
 * once: counts stay due until they are written, and writing one twice changes nothing.
 * @param stop aborts between two batches
 * @returns the number of counts written
 */
export async function flushVisits({ stop, now = new Date(), batch = BATCH }: Options = {}): Promise<number> {
  const today = dayOf(now);
  let written = 0;
  for await (const counts of dueVisits(batch)) {
    // A count is 0 if its key has expired or another worker has just cleared it.
    const { stored, unknown } = await storeVisits(counts, today);
    await clearStoredVisits(stored, today);
    await discardVisits(unknown);
    written += stored.length;
    if (stop?.aborted) break;
  }
  return written;
}
