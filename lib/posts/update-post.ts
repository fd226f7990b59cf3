import { type Db, db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import type { PostInput } from '#lib/schemas/posts.ts';
import { queueWebhooks } from '#lib/webhooks/queue-webhooks.ts';
import { attachPictures } from './attach-pictures.ts';
import { hasContent } from './has-content.ts';
import { refusalOf } from './refusal.ts';

type Updated = { id: string; slug: string };

/**
 * Updates one of the viewer's posts. A held or sold post stays as its buyer saw it. Saving the same again changes nothing.
 * @param version the one that the form began with; null replaces whatever is stored.
 * @throws {ExpectedError} not-found, held-or-sold, no-pictures, changed-elsewhere
 */
export async function updatePost(
  viewer: Viewer,
  postId: string,
  input: PostInput,
  version: number | null = null,
): Promise<Updated> {
  const { pictures, price, ...fields } = input;
  return db().$transaction(async (tx) => {
    const { count } = await tx.post.updateMany({
      where: {
        ...{ id: postId, artistId: viewer.id, status: { not: 'SOLD' }, heldUntil: null },
        ...(version !== null && { version }),
      },
      data: { ...fields, priceAmount: price.amount, priceCurrency: price.currency, version: { increment: 1 } },
    });
    if (count === 0) return unchanged(tx, viewer, postId, input);
    const post = await tx.post.findFirstOrThrow({
      where: { id: postId },
      select: { id: true, slug: true, status: true, waitingSince: true },
    });
    if ((post.status === 'LISTED' || post.waitingSince) && pictures.length === 0)
      throw new ExpectedError('no-pictures', 'pictures');
    await attachPictures(tx, viewer, postId, pictures);
    if (post.status === 'LISTED') await queueWebhooks(tx, ['post.updated'], { postIds: [postId] });
    return { id: post.id, slug: post.slug };
  });
}

/** @returns the post, if it already is what was to be saved. @throws {ExpectedError} why it was not changed. */
async function unchanged(tx: Db, viewer: Viewer, postId: string, input: PostInput): Promise<Updated> {
  const changeable = await tx.post.findFirst({
    where: { id: postId, artistId: viewer.id, status: { not: 'SOLD' }, heldUntil: null },
    select: { id: true, slug: true },
  });
  if (!changeable) throw await refusalOf(tx, viewer, postId);
  if (await hasContent(tx, viewer, postId, input)) return changeable;
  throw new ExpectedError('changed-elsewhere');
}
