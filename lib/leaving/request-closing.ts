import { recordAudit } from '#lib/audit/record-audit.ts';
import { db, isLockTimeout } from '#lib/db.ts';
import { accountSubject } from '#lib/domain/audit.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { formatDateTime } from '#lib/domain/format-date.ts';
import type { Obstacle } from '#lib/domain/leaving.ts';
import { KEPT_SECONDS } from '#lib/domain/retention.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { queueAccountMail } from '#lib/messages/queue-account-mail.ts';
import { queueWebhooks } from '#lib/webhooks/queue-webhooks.ts';
import { findObstacles } from './find-obstacles.ts';
import { lockAccount } from './lock-account.ts';

export type ClosingRequest = {
  /** When the account closes; null if something stands in the way. */
  closesAt: Date | null;
  obstacles: Obstacle[];
  /** The works that have left the gallery. */
  withdrawn: { id: string; slug: string }[];
};

/**
 * Begins to close the viewer's account: their published works become drafts at once, they cannot buy or publish any more,
 * and in seven days the worker closes it. Asking again changes nothing.
 * @throws {ExpectedError} signed-out (the account is closed), try-later
 */
export async function requestClosing(viewer: Viewer): Promise<ClosingRequest> {
  try {
    return await beginClosing(viewer);
  } catch (error) {
    if (isLockTimeout(error)) throw new ExpectedError('try-later');
    throw error;
  }
}

function beginClosing(viewer: Viewer): Promise<ClosingRequest> {
  const { id } = viewer;
  return db().$transaction(async (tx) => {
    const account = await lockAccount(tx, id);
    if (!account) throw new ExpectedError('signed-out');
    if (account.closesAt) return { closesAt: account.closesAt, obstacles: [], withdrawn: [] };
    const obstacles = await findObstacles(account, tx);
    if (obstacles.length > 0) return { closesAt: null, obstacles, withdrawn: [] };
    const [begun] = await tx.$queryRaw<{ closesAt: Date }[]>`
      UPDATE users SET closing_at = now(), closes_at = now() + make_interval(secs => ${KEPT_SECONDS.closingAccount}::int)
      WHERE id = ${id}::uuid RETURNING closes_at AS "closesAt"`;
    if (!begun) throw new Error(`account ${id} vanished although it was locked`);
    const withdrawn = await tx.$queryRaw<{ id: string; slug: string }[]>`
      UPDATE posts SET status = 'DRAFT', withdrawn = true, updated_at = now()
      WHERE artist_id = ${id}::uuid AND status = 'LISTED' RETURNING id, slug`;
    await queueWebhooks(tx, ['post.unpublished'], { postIds: withdrawn.map((post) => post.id) });
    const mail = { kind: 'account-closing', userId: id, recipient: account.email } as const;
    await queueAccountMail({ ...mail, data: { closesAt: formatDateTime(begun.closesAt.toISOString()) } }, tx);
    const details = { closesAt: begun.closesAt.toISOString(), works: withdrawn.length };
    await recordAudit({ actor: viewer, action: 'account-closing', subject: accountSubject(viewer), details }, tx);
    return { closesAt: begun.closesAt, obstacles: [], withdrawn };
  });
}
