import { randomUUID } from 'node:crypto';
import type { Db } from '#lib/db.ts';
import type { ReportSubject } from '#lib/domain/reports/report.ts';

/** The case of a subject, open and locked until the transaction ends; one that waits already keeps its place. @returns its id */
export async function openCase(tx: Db, subject: ReportSubject): Promise<string> {
  const { kind, id, name, artistId } = subject;
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO report_cases AS known (id, subject_kind, subject_id, subject_name, artist_id)
    VALUES (${randomUUID()}::uuid, ${kind}, ${id}, ${name}, ${artistId}::uuid)
    ON CONFLICT (subject_kind, subject_id) DO UPDATE SET
      is_open = true, version = known.version + 1, subject_name = EXCLUDED.subject_name, artist_id = EXCLUDED.artist_id,
      opened_at = CASE WHEN known.is_open THEN known.opened_at ELSE now() END
    RETURNING known.id::text`;
  if (!row) throw new Error(`the case of ${kind} ${id} was not written`);
  return row.id;
}

/** Opens a closed case again, at the end of the queue. One that waits keeps its place; what is new there counts as unseen. */
export async function reopenCase(tx: Db, caseId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE report_cases SET is_open = true, version = version + 1,
      opened_at = CASE WHEN is_open THEN opened_at ELSE now() END
    WHERE id = ${caseId}::uuid`;
}
