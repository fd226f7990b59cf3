import { db, isOfLeavingAccount } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { queueWebhooks } from '#lib/webhooks/queue-webhooks.ts';
import { needsApproval } from './needs-approval.ts';
import { publishingRefusal } from './publishing-refusal.ts';
import { refusalOf } from './refusal.ts';

/** What became of a work that was to be published. */
export type Published = 'published' | 'waiting';

/**
 * Publishes a draft, or lets it wait for approval where the host wants to see first works. A post that was published before
 * keeps its place in the gallery.
 * @throws {ExpectedError} not-found, no-pictures, held-or-sold, account-closing, email-unproven,
 *   terms-not-accepted
 */
export async function publishPost(viewer: Viewer, postId: string): Promise<Published> {
  const refusal = await publishingRefusal(viewer);
  if (refusal) throw new ExpectedError(refusal);
  const result = (await needsApproval(viewer)) ? 'waiting' : 'published';
  if (await (result === 'waiting' ? letWait : list)(viewer, postId)) return result;
  const own = await db().post.findFirst({ where: { id: postId, artistId: viewer.id }, select: { status: true } });
  if (own?.status === 'LISTED') return 'published';
  if (own?.status === 'DRAFT') throw new ExpectedError('no-pictures', 'pictures');
  throw await refusalOf(db(), viewer, postId);
}

/** One that waits already keeps its place. */
async function letWait(viewer: Viewer, postId: string): Promise<boolean> {
  const isLeaving = await db().user.count({ where: { id: viewer.id, closingAt: { not: null } } });
  if (isLeaving > 0) throw new ExpectedError('account-closing');
  const waiting = await db().$executeRaw`
    UPDATE posts SET waiting_since = coalesce(waiting_since, now()), updated_at = now()
    WHERE id = ${postId}::uuid AND artist_id = ${viewer.id}::uuid AND status = 'DRAFT'
      AND EXISTS (SELECT FROM post_images WHERE post_id = posts.id)`;
  return waiting > 0;
}

async function list(viewer: Viewer, postId: string): Promise<boolean> {
  try {
    return await db().$transaction(async (tx) => {
      const published = await tx.$executeRaw`
        UPDATE posts SET status = 'LISTED', listed_at = coalesce(listed_at, now()), waiting_since = NULL,
          updated_at = now()
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
