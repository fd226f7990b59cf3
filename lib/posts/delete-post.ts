import { db } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { refusalOf } from './refusal.ts';

/**
 * Deletes a draft without orders; orders keep their post.
 * @throws {ExpectedError} not-found, only-drafts, held-or-sold
 */
export async function deletePost(viewer: Viewer, postId: string): Promise<void> {
  await db().$transaction(async (tx) => {
    // Its pictures become orphans; the worker removes their files.
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
