import { db, Prisma } from '#lib/db.ts';
import { KEPT_SECONDS, keptSince } from '#lib/domain/retention.ts';

const BATCH = 200;

/**
 * Deletes cases that were decided, and neither reported nor answered since, so long ago that nobody needs them; of cases
 * that were decided again since, the old reports and decisions. What waits stays.
 * @param stop ends it between two batches.
 */
export async function deleteOldReports(stop?: AbortSignal): Promise<void> {
  const before = keptSince(KEPT_SECONDS.report);
  // Uses the index case_decisions_by_time.
  const old = Prisma.sql`
    FROM case_decisions AS old JOIN report_cases ON report_cases.id = case_id AND NOT is_open
    WHERE decided_at < ${before} AND EXISTS (
      SELECT FROM case_decisions AS later
      WHERE later.case_id = old.case_id AND (later.decided_at, later.id) > (old.decided_at, old.id))`;
  const statements = [
    Prisma.sql`
      DELETE FROM report_cases WHERE id IN (
        SELECT report_cases.id FROM report_cases
        WHERE NOT is_open AND opened_at < ${before}
          AND NOT EXISTS (SELECT FROM case_decisions WHERE case_id = report_cases.id AND decided_at >= ${before})
        ORDER BY opened_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`,
    Prisma.sql`DELETE FROM reports WHERE id IN (
      SELECT id FROM reports WHERE decision_id IN (SELECT old.id ${old}) LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`,
    // After their reports, which would seem to wait without them.
    Prisma.sql`DELETE FROM case_decisions WHERE id IN (
      SELECT old.id ${old} AND NOT EXISTS (SELECT FROM reports WHERE decision_id = old.id)
      LIMIT ${BATCH} FOR UPDATE OF old SKIP LOCKED)`,
  ];
  for (const statement of statements)
    for (let deleted = BATCH; deleted === BATCH && !stop?.aborted; ) deleted = await db().$executeRaw(statement);
}
