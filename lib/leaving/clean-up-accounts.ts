import { db } from '#lib/db.ts';
import { KEPT_SECONDS, keptSince } from '#lib/domain/retention.ts';
import { removePortraitsOf } from '#lib/portraits/remove-unused-portraits.ts';
import { removeWithFiles } from '#lib/posts/picture-uploads.ts';
import { removeAccountKeys } from './remove-account-keys.ts';
import { removeUnsoldPosts } from './remove-unsold-posts.ts';

const BATCH = 500;

/**
 * Removes the files of closed accounts and what Redis knows of them. Each step can be repeated: what a killed worker has left
 * is found again.
 * @param stop ends it between two pictures.
 */
export async function cleanUpClosedAccounts(stop?: AbortSignal): Promise<void> {
  const closed = await db().user.findMany({
    where: { closedAt: { not: null }, cleanedUpAt: null },
    select: { id: true },
    orderBy: { closedAt: 'asc' },
    take: BATCH,
  });
  if (closed.length === 0) return;
  const ids = closed.map(({ id }) => id);
  for (const id of ids) {
    // A work whose sale was refunded since then is not sold any more.
    await db().$transaction((tx) => removeUnsoldPosts(tx, id));
    if (!(await removePictures(id, stop)) || !(await removePortraitsOf(id, stop))) return;
  }
  await removeAccountKeys(ids);
  // The last mail is kept until the mail server has taken it, and a week at most.
  const isOver = { OR: [{ sentAt: { not: null } }, { createdAt: { lt: keptSince(KEPT_SECONDS.lastMail) } }] };
  await db().message.deleteMany({ where: { userId: { in: ids }, ...isOver } });
  await db().user.updateMany({
    where: { id: { in: ids }, messages: { none: {} } },
    data: { cleanedUpAt: new Date() },
  });
}

/** @returns whether all are gone. */
async function removePictures(ownerId: string, stop?: AbortSignal): Promise<boolean> {
  for (;;) {
    const loose = await db().postImage.findMany({
      where: { ownerId, postId: null },
      select: { id: true, key: true },
      take: BATCH,
    });
    const uploads = await db().pictureUpload.findMany({
      where: { ownerId },
      select: { id: true, key: true },
      take: BATCH,
    });
    if (loose.length + uploads.length === 0) return true;
    for (const { id, key } of loose) {
      if (stop?.aborted) return false;
      await removeWithFiles(key, (tx) => tx.postImage.deleteMany({ where: { id, postId: null } }));
    }
    for (const { id, key } of uploads) {
      if (stop?.aborted) return false;
      await removeWithFiles(key, (tx) => tx.pictureUpload.deleteMany({ where: { id } }));
    }
  }
}
