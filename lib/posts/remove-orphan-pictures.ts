import { db } from '#lib/db.ts';
import { removeStaleIncoming } from '#lib/media/incoming.ts';
import { removePicture } from '#lib/media/remove-picture.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Removes pictures that are a day old and belong to no post, their files if no other row uses them, and files that
 * uploads left behind when their process was killed.
 */
export async function removeOrphanPictures(): Promise<void> {
  const orphans = await db().postImage.findMany({
    where: { postId: null, createdAt: { lt: new Date(Date.now() - DAY_MS) } },
    select: { id: true, key: true },
    take: 500,
  });
  for (const { id, key } of orphans) {
    await db().postImage.deleteMany({ where: { id, postId: null } });
    if ((await db().postImage.count({ where: { key } })) === 0) await removePicture(key);
  }
  await removeStaleIncoming();
}
