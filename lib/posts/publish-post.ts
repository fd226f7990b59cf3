import { db, isOfLeavingAccount } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { queueWebhooks } from '#lib/webhooks/queue-webhooks.ts';
import { publishingRefusal } from './publishing-refusal.ts';
import { refusalOf } from './refusal.ts';

/**
 * Publishes a draft. A post that was published before keeps its place in the gallery.
 * @throws {ExpectedError} not-found, no-pictures, held-or-sold, account-closing, email-unproven,
 *   terms-not-accepted
 */
export async function publishPost(viewer: Viewer, postId: string): Promise<void> {
  const refusal = await publishingRefusal(viewer);
  if (refusal) throw new ExpectedError(refusal);
  if (await list(viewer, postId)) return;
  const own = await db().post.findFirst({ where: { id: postId, artistId: viewer.id }, select: { status: true } });
  if (own?.status === 'LISTED') return;
  if (own?.status === 'DRAFT') throw new ExpectedError('no-pictures', 'pictures');
  throw await refusalOf(db(), viewer, postId);
}

async function list(viewer: Viewer, postId: string): Promise<boolean> {
  try {
    return await db().$transaction(async (tx) => {
      const published = await tx.$executeRaw`
        UPDATE posts SET status = 'LISTED', listed_at = coalesce(listed_at, now()), updated_at = now()
        WHERE id = ${postId}::uuid AND artist_id = ${viewer.id}::uuid AND status = 'DRAFT'
          AND EXISTS (SELECT FROM post_images WHERE post_id = posts.id)`;
      if (published === 0) return false;
      await queueWebhooks(tx, ['post.published'], { postIds: [postId] });
      return true;
    });
  } catch (error) {
    if (isOfLeavingAccount(error)) throw new ExpectedError('account-closing');
    throw error;
  }
}
