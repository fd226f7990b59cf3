import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { announceTags } from '#lib/live/announce.ts';
import { logger } from '#lib/logger.ts';
import type { HeldRateKey } from '#lib/schemas/rate-review.ts';
import { refreshCurrentRates } from './refresh-current-rates.ts';

/**
 * An admin believes a rate that was held back: from now on it counts, and prices follow it; the worker puts works into
 * their new order.
 * @returns false when it does not wait any more, or another rate came in its place.
 * @throws {ExpectedError} not-found for everybody else
 */
export async function acceptRate(viewer: Viewer, rate: HeldRateKey): Promise<boolean> {
  const isDecided = await decideRate(viewer, rate, 'accepted');
  // Also when somebody else decided: he may have been cut off before this.
  await refreshCurrentRates();
  await announceTags(['rates']);
  return isDecided;
}

/**
 * An admin does not believe a rate that was held back: it never counts, and what counted for its day goes on.
 * @returns and throws as `acceptRate`
 */
export function discardRate(viewer: Viewer, rate: HeldRateKey): Promise<boolean> {
  return decideRate(viewer, rate, 'discarded');
}

async function decideRate(viewer: Viewer, key: HeldRateKey, state: 'accepted' | 'discarded'): Promise<boolean> {
  if (viewer.role !== 'ADMIN') throw new ExpectedError('not-found');
  const { source, currency, day, rate } = key;
  // The rate itself belongs to the question: the service may have corrected it since the admin's page was drawn.
  const changed = await db().$executeRaw`
    UPDATE exchange_rates SET state = ${state}, accepted_rate = CASE ${state} WHEN 'accepted' THEN NULL ELSE accepted_rate END
    WHERE source = ${source} AND currency = ${currency} AND day = ${day}::date AND rate = ${rate}::numeric AND state = 'held'`;
  logger().info({ ...key, state, by: viewer.username, changed }, 'an admin decided about a rate');
  return changed === 1;
}
