import { recordAudit } from '#lib/audit/record-audit.ts';
import { type Db, db } from '#lib/db.ts';
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
  const suspended = await db().$transaction((tx) => suspendAccountIn(tx, viewer, userId), WORKS_TIMEOUT);
  await announceSuspension(suspended);
}

type Suspended = { id: string; username: string } | null;

/**
 * The same in the transaction of the decision that it belongs to; `announceSuspension` follows when that is committed.
 * @returns null if it was suspended already.
 */
export async function suspendAccountIn(tx: Db, viewer: Viewer, userId: string): Promise<Suspended> {
  assertAdmin(viewer);
  if (viewer.id === userId) throw new ExpectedError('own-account');
  const account = await tx.user.findFirst({ where: { id: userId }, select: { suspendedAt: true } });
  if (!account) throw new ExpectedError('not-found');
  if (account.suspendedAt) return null;
  await hideWorksOf(tx, userId);
  const [suspended] = await tx.user.updateManyAndReturn({
    where: { id: userId, suspendedAt: null },
    // The database ends its sessions: the migration “sessions”.
    data: { suspendedAt: new Date() },
    select: { id: true, username: true },
  });
  if (!suspended) return null;
  await recordAudit({ actor: viewer, action: 'account-suspended', subject: accountSubject(suspended) }, tx);
  return suspended;
}

/** Tells web processes and open pages. */
export async function announceSuspension(suspended: Suspended): Promise<void> {
  if (!suspended) return;
  const { id, username } = suspended;
  await announceArtist({ username, isHidden: true }, tagsOfArtist(username));
  await announceEndedSessions(id);
}
