import { db } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { queueWebhooks } from '#lib/webhooks/queue-webhooks.ts';
import { refusalOf } from './refusal.ts';

/**
 * Makes a published post a draft, and takes one back that waits for approval. A draft stays a draft.
 * @throws {ExpectedError} not-found, held-or-sold
 */
export async function unpublishPost(viewer: Viewer, postId: string): Promise<void> {
  await db().$transaction(async (tx) => {
    const free = { id: postId, artistId: viewer.id, heldUntil: null } as const;
    const { count } = await tx.post.updateMany({ where: { ...free, status: 'LISTED' }, data: { status: 'DRAFT' } });
    if (count > 0) return queueWebhooks(tx, ['post.unpublished'], { postIds: [postId] });
    const { count: waiting } = await tx.post.updateMany({
      where: { ...free, status: 'DRAFT', waitingSince: { not: null } },
      data: { waitingSince: null },
    });
    if (waiting > 0) return;
    const drafts = await tx.post.count({ where: { ...free, status: 'DRAFT' } });
    if (drafts === 0) throw await refusalOf(tx, viewer, postId);
  });
}
