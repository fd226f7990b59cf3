import { recordAudit } from '#lib/audit/record-audit.ts';
import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { adminRefusal, type Viewer } from '#lib/domain/viewer.ts';
import { announceTags } from '#lib/live/announce.ts';
import { logger } from '#lib/logger.ts';
import type { HeldRateKey } from '#lib/schemas/rate-review.ts';
import { refreshCurrentRates } from './refresh-current-rates.ts';

/**
 * Accepts a held rate: it is used from now on, and the worker updates the order of works by price; for admins.
 * @returns false if the rate is no longer held, or was replaced by another.
 * @throws {ExpectedError} not-found for anyone else, admin-needs-factor
 */
export async function acceptRate(viewer: Viewer, rate: HeldRateKey): Promise<boolean> {
  const isDecided = await decideRate(viewer, rate, 'accepted');
  // Even if another admin decided: that request may have failed before this step.
  await refreshCurrentRates();
  await announceTags(['rates']);
  return isDecided;
}

/**
 * Discards a held rate: it is never used, and the rate accepted before stays in use; for admins.
 * @returns and throws as `acceptRate`
 */
export function discardRate(viewer: Viewer, rate: HeldRateKey): Promise<boolean> {
  return decideRate(viewer, rate, 'discarded');
}

async function decideRate(viewer: Viewer, key: HeldRateKey, state: 'accepted' | 'discarded'): Promise<boolean> {
  const refusal = adminRefusal(viewer);
  if (refusal) throw new ExpectedError(refusal);
  const { source, currency, day, rate } = key;
  // The rate is part of the condition: the service may have corrected it since the admin's page was rendered.
  const changed = await db().$transaction(async (transaction) => {
    const count = await transaction.$executeRaw`
      UPDATE exchange_rates SET
        state = ${state}, accepted_rate = CASE ${state} WHEN 'accepted' THEN NULL ELSE accepted_rate END
      WHERE source = ${source} AND currency = ${currency} AND day = ${day}::date
        AND rate = ${rate}::numeric AND state = 'held'`;
    const subject = { kind: 'rate', id: `${source} ${currency} ${day}`, name: currency } as const;
    const details = { source, day: String(day), rate };
    if (count === 1) await recordAudit({ actor: viewer, action: `rate-${state}`, subject, details }, transaction);
    return count;
  });
  logger().info({ ...key, state, by: viewer.username, changed }, 'held rate decided');
  return changed === 1;
}
