import { recordAudit } from '#lib/audit/record-audit.ts';
import { db } from '#lib/db.ts';
import { accountSubject } from '#lib/domain/audit.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { announceArtist, announceEndedSessions } from '#lib/live/announce.ts';
import { assertAdmin } from './assert-admin.ts';
import { tagsOfArtist } from './tags-of-artist.ts';
import { hideWorksOf, WORKS_TIMEOUT } from './works-of-account.ts';

/**
 * Suspends an account: it cannot sign in and all its sessions end permanently, so it can no longer create, publish,
 * edit or refund anything. Its page disappears, and all its works are hidden, as if a moderator had hidden each. Open
 * checkouts continue, both of its works and its own, and paid sales stay as they are. An account that is already suspended
 * stays suspended.
 * @throws {ExpectedError} not-found (also for viewers who are not admins), own-account
 */
export async function suspendAccount(viewer: Viewer, userId: string): Promise<void> {
  assertAdmin(viewer);
  if (viewer.id === userId) throw new ExpectedError('own-account');
  const suspended = await db().$transaction(async (transaction) => {
    if ((await transaction.user.count({ where: { id: userId, suspendedAt: null } })) === 0) return;
    await hideWorksOf(transaction, userId);
    const [account] = await transaction.user.updateManyAndReturn({
      where: { id: userId, suspendedAt: null },
      // The database ends its sessions: the migration “sessions”.
      data: { suspendedAt: new Date() },
      select: { id: true, username: true },
    });
    if (account)
      await recordAudit({ actor: viewer, action: 'account-suspended', subject: accountSubject(account) }, transaction);
    return account;
  }, WORKS_TIMEOUT);
  if (suspended) {
    const { username } = suspended;
    await announceArtist({ username, isHidden: true }, tagsOfArtist(username));
    await announceEndedSessions(userId);
  } else if ((await db().user.count({ where: { id: userId } })) === 0) throw new ExpectedError('not-found');
}
