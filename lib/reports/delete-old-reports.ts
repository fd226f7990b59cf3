import { db } from '#lib/db.ts';
import { KEPT_SECONDS, keptSince } from '#lib/domain/retention.ts';

const BATCH = 200;

/**
 * Deletes cases that were decided, and neither reported nor answered since, so long ago that nobody needs them. What
 * waits stays.
 * @param stop ends it between two batches.
 */
export async function deleteOldReports(stop?: AbortSignal): Promise<void> {
  const before = keptSince(KEPT_SECONDS.report);
  for (let deleted = BATCH; deleted === BATCH && !stop?.aborted; ) {
    deleted = await db().$executeRaw`
      DELETE FROM report_cases WHERE id IN (
        SELECT report_cases.id FROM report_cases
        WHERE NOT is_open AND opened_at < ${before}
          AND NOT EXISTS (SELECT FROM case_decisions WHERE case_id = report_cases.id AND decided_at >= ${before})
        ORDER BY opened_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`;
  }
}
