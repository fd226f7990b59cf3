import { db } from '#lib/db.ts';
import { removeStaleIncoming } from '#lib/media/incoming.ts';
import { removePicture } from '#lib/media/remove-picture.ts';

const DAY = 24 * 60 * 60 * 1000;

/**
 * Removes pictures that were uploaded a day ago for a form that was never saved, files that no row names, and what an
 * upload left on the disk when its process was killed.
 */
export async function removeOrphanPictures(): Promise<void> {
  const orphans = await db().postImage.findMany({
    where: { postId: null, createdAt: { lt: new Date(Date.now() - DAY) } },
    select: { id: true, key: true },
    take: 500,
  });
  for (const { id, key } of orphans) {
    await db().postImage.deleteMany({ where: { id, postId: null } });
    if ((await db().postImage.count({ where: { key } })) === 0) await removePicture(key);
  }
  await removeStaleIncoming();
}
