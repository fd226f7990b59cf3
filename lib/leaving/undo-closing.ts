import { recordAudit } from '#lib/audit/record-audit.ts';
import { db, isLockTimeout } from '#lib/db.ts';
import { accountSubject } from '#lib/domain/audit.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { queueAccountMail } from '#lib/messages/queue-account-mail.ts';
import { queueWebhooks } from '#lib/webhooks/queue-webhooks.ts';
import { lockAccount } from './lock-account.ts';

/**
 * Keeps an account whose closing was asked for: what was published before is published again, at its old place. An account
 * that is not being closed stays as it is.
 * @returns the works that are back.
 * @throws {ExpectedError} signed-out (the account is closed), try-later
 */
export async function undoClosing(viewer: Viewer): Promise<{ id: string; slug: string }[]> {
  const { id } = viewer;
  try {
    return await db().$transaction(async (tx) => {
      const account = await lockAccount(tx, id);
      if (!account) throw new ExpectedError('signed-out');
      if (!account.closesAt) return [];
      await tx.user.updateMany({ where: { id }, data: { closingAt: null, closesAt: null, closingObstacle: null } });
      const back = await tx.$queryRaw<{ id: string; slug: string }[]>`
        UPDATE posts SET status = 'LISTED', updated_at = now()
        WHERE artist_id = ${id}::uuid AND withdrawn AND status = 'DRAFT'
          AND EXISTS (SELECT FROM post_images WHERE post_id = posts.id)
        RETURNING id, slug`;
      await tx.post.updateMany({ where: { artistId: id, withdrawn: true }, data: { withdrawn: false } });
      await queueWebhooks(tx, ['post.published'], { postIds: back.map((post) => post.id) });
      await queueAccountMail({ kind: 'closing-undone', userId: id, recipient: account.email }, tx);
      const details = { works: back.length };
      await recordAudit(
        { actor: viewer, action: 'account-closing-undone', subject: accountSubject(viewer), details },
        tx,
      );
      return back;
    });
  } catch (error) {
    if (isLockTimeout(error)) throw new ExpectedError('try-later');
    throw error;
  }
}
