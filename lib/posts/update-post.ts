import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import type { PostInput } from '#lib/schemas/posts.ts';
import { attachPictures } from './attach-pictures.ts';
import { refusalOf } from './refusal.ts';

/**
 * Updates one of the viewer's posts. A held or sold post stays as its buyer saw it.
 * @throws {ExpectedError} not-found, held-or-sold, no-pictures
 */
export async function updatePost(
  viewer: Viewer,
  postId: string,
  { pictures, price, ...fields }: PostInput,
): Promise<{ id: string; slug: string }> {
  return db().$transaction(async (tx) => {
    const { count } = await tx.post.updateMany({
      where: { id: postId, artistId: viewer.id, status: { not: 'SOLD' }, heldUntil: null },
      data: { ...fields, priceAmount: price.amount, priceCurrency: price.currency },
    });
    if (count === 0) throw await refusalOf(tx, viewer, postId);
    const post = await tx.post.findUniqueOrThrow({
      where: { id: postId },
      select: { id: true, slug: true, status: true },
    });
    if (post.status === 'LISTED' && pictures.length === 0) throw new ExpectedError('no-pictures', 'pictures');
    await attachPictures(tx, viewer, postId, pictures);
    return { id: post.id, slug: post.slug };
  });
}
