import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { announceEndedSessions } from '#lib/live/announce.ts';
import { assertAdmin } from './assert-admin.ts';

/**
 * Shuts an account out: it cannot sign in, all its sessions end for good, and so it posts, lists, edits and
 * refunds nothing. Its page is gone; its works stay in the gallery but are not for sale (see startCheckout).
 * What had begun goes on: whoever holds a work of it may pay, its own open checkouts too, and
 * paid sales stay as they are. An account that is suspended already stays so.
 * @throws {ExpectedError} not-found (also for viewers who are no admins), own-account
 */
export async function suspendAccount(viewer: Viewer, userId: string): Promise<void> {
  assertAdmin(viewer);
  if (viewer.id === userId) throw new ExpectedError('own-account');
  const [suspended] = await db().user.updateManyAndReturn({
    where: { id: userId, suspendedAt: null },
    // Sessions from before stay ended when the account is restored.
    data: { suspendedAt: new Date(), sessionVersion: { increment: 1 } },
    select: { username: true },
  });
  if (suspended) await announceEndedSessions(userId, [`artist:${suspended.username.toLowerCase()}`]);
  else if ((await db().user.count({ where: { id: userId } })) === 0) throw new ExpectedError('not-found');
}
