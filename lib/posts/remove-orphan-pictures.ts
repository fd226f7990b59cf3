import { db } from '#lib/db.ts';
import { removePicture } from '#lib/media/remove-picture.ts';

const DAY = 24 * 60 * 60 * 1000;

/** Removes pictures that were uploaded a day ago for a form that was never saved, and files that no row names. */
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
}
