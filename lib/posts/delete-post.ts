import { db } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { refusalOf } from './refusal.ts';

/**
 * Deletes a draft that nobody has ever tried to buy; one with orders is kept for their sake.
 * @throws {ExpectedError} not-found, only-drafts, held-or-sold
 */
export async function deletePost(viewer: Viewer, postId: string): Promise<void> {
  await db().$transaction(async (tx) => {
    // Its pictures become orphans, whose files the worker removes.
    await tx.postImage.updateMany({
      where: { postId, ownerId: viewer.id, post: deletable(viewer, postId) },
      data: { postId: null },
    });
    const { count } = await tx.post.deleteMany({ where: deletable(viewer, postId) });
    if (count === 0) throw await refusalOf(tx, viewer, postId);
  });
}

const deletable = (viewer: Viewer, id: string) =>
  ({ id, artistId: viewer.id, status: 'DRAFT', heldUntil: null, orders: { none: {} } }) as const;
