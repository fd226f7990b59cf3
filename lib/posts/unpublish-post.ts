import { db } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { refusalOf } from './refusal.ts';

/**
 * Makes a published post a draft. A draft stays a draft.
 * @throws {ExpectedError} not-found, held-or-sold
 */
export async function unpublishPost(viewer: Viewer, postId: string): Promise<void> {
  const { count } = await db().post.updateMany({
    where: { id: postId, artistId: viewer.id, status: { not: 'SOLD' }, heldUntil: null },
    data: { status: 'DRAFT' },
  });
  if (count === 0) throw await refusalOf(db(), viewer, postId);
}
