import { db } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { IS_IN_USE, VIEWER_COLUMNS, type ViewerRow, viewerOf } from './viewer-row.ts';

/** The account on whose behalf the worker acts, without a session; null if it cannot be used any more. */
export async function findViewer(userId: string): Promise<Viewer | null> {
  const [row] = await db().$queryRaw<ViewerRow[]>`
    SELECT ${VIEWER_COLUMNS} FROM users WHERE users.id = ${userId}::uuid AND ${IS_IN_USE}`;
  return row ? viewerOf(row) : null;
}
