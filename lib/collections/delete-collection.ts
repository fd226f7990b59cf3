import { assertAdmin } from '#lib/accounts/assert-admin.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';

/**
 * Deletes a collection; its works stay as they are.
 * @throws {ExpectedError} not-found (also for viewers who are not admins)
 */
export async function deleteCollection(viewer: Viewer, id: string): Promise<void> {
  assertAdmin(viewer);
  await db().$transaction(async (tx) => {
    const found = await tx.collection.findFirst({ where: { id }, select: { title: true } });
    const { count } = await tx.collection.deleteMany({ where: { id } });
    if (!found || count === 0) throw new ExpectedError('not-found');
    const subject = { kind: 'collection' as const, id, name: found.title };
    await recordAudit({ actor: viewer, action: 'collection-deleted', subject }, tx);
  });
}
