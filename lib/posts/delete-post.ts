import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { refusalOf } from './refusal.ts';

/**
 * Deletes a draft without orders; orders keep their post.
 * @param version that it must have; null for any.
 * @throws {ExpectedError} not-found, only-drafts, held-or-sold, changed-elsewhere
 */
export async function deletePost(viewer: Viewer, postId: string, version: number | null = null): Promise<void> {
  await db().$transaction(async (tx) => {
    const where = deletable(viewer, postId, version);
    // Its pictures become orphans; the worker removes their files.
    await tx.postImage.updateMany({
      where: { postId, ownerId: viewer.id, post: where },
      data: { postId: null },
    });
    const { count } = await tx.post.deleteMany({ where });
    if (count > 0) return;
    const isDeletable =
      version !== null && (await tx.post.findFirst({ where: deletable(viewer, postId), select: { id: true } }));
    throw isDeletable ? new ExpectedError('changed-elsewhere') : await refusalOf(tx, viewer, postId);
  });
}

const deletable = (viewer: Viewer, id: string, version: number | null = null) => ({
  ...({ id, artistId: viewer.id, status: 'DRAFT', heldUntil: null, orders: { none: {} } } as const),
  ...(version !== null && { version }),
});
