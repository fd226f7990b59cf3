import type { Db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';

/**
 * Makes `pictures` the post's pictures, in this order; the post's other pictures are detached. Pictures of another
 * account or another post read as not found. Runs in the caller's transaction.
 * @throws {ExpectedError} not-found
 */
export async function attachPictures(
  tx: Db,
  viewer: Viewer,
  postId: string,
  pictures: readonly { id: string; alt: string }[],
): Promise<void> {
  // Without a post they are orphans: the worker removes their rows and files after a day.
  await tx.postImage.updateMany({
    where: { postId, id: { notIn: pictures.map(({ id }) => id) } },
    data: { postId: null },
  });
  for (const [position, { id, alt }] of pictures.entries()) {
    const { count } = await tx.postImage.updateMany({
      where: { id, ownerId: viewer.id, OR: [{ postId: null }, { postId }] },
      data: { postId, position, alt },
    });
    if (count === 0) throw new ExpectedError('not-found', 'pictures');
  }
}
