import { db } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { refusalOf } from './refusal.ts';

/**
 * Deletes a draft that nobody has ever tried to buy; one with orders is kept for their sake.
 * @throws {ExpectedError} not-found, only-drafts, held-or-sold
 */
export async function deletePost(viewer: Viewer, postId: string): Promise<void> {
  const { count } = await db().post.deleteMany({
    where: { id: postId, artistId: viewer.id, status: 'DRAFT', heldUntil: null, orders: { none: {} } },
  });
  if (count === 0) throw await refusalOf(db(), viewer, postId);
}
