import { recordAudit } from '#lib/audit/record-audit.ts';
import { db } from '#lib/db.ts';
import { accountSubject } from '#lib/domain/audit.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { announceArtist } from '#lib/live/announce.ts';
import { assertAdmin } from './assert-admin.ts';
import { tagsOfArtist } from './tags-of-artist.ts';
import { showWorksOf, WORKS_TIMEOUT } from './works-of-account.ts';

/**
 * Ends a suspension: the account can sign in, and its page and its works are back, but for those that a moderator has hidden.
 * @throws {ExpectedError} not-found (also for viewers who are not admins)
 */
export async function restoreAccount(viewer: Viewer, userId: string): Promise<void> {
  assertAdmin(viewer);
  const restored = await db().$transaction(async (transaction) => {
    await showWorksOf(transaction, userId);
    const [account] = await transaction.user.updateManyAndReturn({
      where: { id: userId, suspendedAt: { not: null } },
      data: { suspendedAt: null },
      select: { id: true, username: true },
    });
    if (account)
      await recordAudit({ actor: viewer, action: 'account-restored', subject: accountSubject(account) }, transaction);
    return account;
  }, WORKS_TIMEOUT);
  if (restored) await announceArtist({ username: restored.username, isHidden: false }, tagsOfArtist(restored.username));
  else if ((await db().user.count({ where: { id: userId } })) === 0) throw new ExpectedError('not-found');
}
