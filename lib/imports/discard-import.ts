import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { removeZip } from './import-files.ts';

/** Deletes an import that was not confirmed. @throws {ExpectedError} not-found */
export async function discardImport(viewer: Viewer, id: string): Promise<void> {
  const { count } = await db().import.deleteMany({ where: { id, ownerId: viewer.id, confirmedAt: null } });
  if (count === 0) throw new ExpectedError('not-found');
  await removeZip(id);
}
