import { recordAudit } from '#lib/audit/record-audit.ts';
import { db } from '#lib/db.ts';
import { accountSubject } from '#lib/domain/audit.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { announceEndedSessions } from '#lib/live/announce.ts';
import { assertAdmin } from './assert-admin.ts';
import { tagsOfArtist } from './tags-of-artist.ts';

/**
 * Suspends an account: it cannot sign in and all its sessions end permanently, so it can no longer create, publish,
 * edit or refund anything. Its page disappears; its works stay in the gallery but are not for sale (see startCheckout),
 * and neither collections nor the pages of other works recommend them. Open checkouts continue, both of its works and its
 * own, and paid sales stay as they are. An account that is already suspended stays suspended.
 * @throws {ExpectedError} not-found (also for viewers who are not admins), own-account
 */
export async function suspendAccount(viewer: Viewer, userId: string): Promise<void> {
  assertAdmin(viewer);
  if (viewer.id === userId) throw new ExpectedError('own-account');
  const suspended = await db().$transaction(async (transaction) => {
    const [account] = await transaction.user.updateManyAndReturn({
      where: { id: userId, suspendedAt: null },
      // The database ends its sessions: the migration “sessions”.
      data: { suspendedAt: new Date() },
      select: { id: true, username: true },
    });
    if (account)
      await recordAudit({ actor: viewer, action: 'account-suspended', subject: accountSubject(account) }, transaction);
    return account;
  });
  if (suspended) await announceEndedSessions(userId, { tags: tagsOfArtist(suspended.username) });
  else if ((await db().user.count({ where: { id: userId } })) === 0) throw new ExpectedError('not-found');
}
