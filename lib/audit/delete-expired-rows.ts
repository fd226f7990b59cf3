import { db } from '#lib/db.ts';

const BATCH = 5_000;

/** Deletes rows of the audit log whose time is over; the database refuses to delete others. @returns how many */
export async function deleteExpiredAuditRows(stopping: AbortSignal): Promise<number> {
  let total = 0;
  while (!stopping.aborted) {
    const [row] = await db().$queryRaw<{ count: number }[]>`SELECT delete_expired_audit_rows(${BATCH}::int) AS count`;
    const count = row?.count ?? 0;
    total += count;
    if (count < BATCH) break;
  }
  return total;
}
