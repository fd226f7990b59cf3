import { recordAudit } from '#lib/audit/record-audit.ts';
import { db, isUniqueViolation } from '#lib/db.ts';
import { accountSubject } from '#lib/domain/audit.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';

/** An export can be as large as the account's pictures. */
export const MAX_EXPORTS_PER_DAY = 3;

/**
 * Asks the worker for a file with everything that is stored about the viewer's account.
 * @throws {ExpectedError} export-in-progress, too-many-exports
 */
export async function requestExport(viewer: Viewer): Promise<void> {
  const { id } = viewer;
  try {
    await db().$transaction(async (tx) => {
      const requested = await tx.$executeRaw`
        INSERT INTO exports (user_id)
        SELECT ${id}::uuid WHERE ${MAX_EXPORTS_PER_DAY} > (
          SELECT count(*) FROM exports
          WHERE user_id = ${id}::uuid AND requested_at > now() - interval '1 day'
            AND (ready_at IS NOT NULL OR removed_at IS NOT NULL))`;
      if (requested === 0) throw new ExpectedError('too-many-exports');
      await recordAudit({ actor: viewer, action: 'export-requested', subject: accountSubject(viewer) }, tx);
    });
  } catch (error) {
    // At most one at a time: an index decides.
    if (isUniqueViolation(error)) throw new ExpectedError('export-in-progress');
    throw error;
  }
}
