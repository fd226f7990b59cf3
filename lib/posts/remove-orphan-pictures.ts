import { db } from '#lib/db.ts';
import { KEPT_SECONDS, keptSince } from '#lib/domain/retention.ts';
import { removeStaleIncoming } from '#lib/media/incoming.ts';
import { removeWithFiles } from './picture-uploads.ts';

const BATCH = 500;

const aDayAgo = () => keptSince(KEPT_SECONDS.loosePicture);

/**
 * Removes pictures that were uploaded a day ago and belong to no post, with their files if no other row uses them, and
 * what uploads left behind when their process was killed.
 * @param stop ends it between two pictures.
 */
export async function removeOrphanPictures(stop?: AbortSignal): Promise<void> {
  await removeLoosePictures(stop);
  await removeStaleUploads(stop);
  await removeStaleIncoming();
}

async function removeLoosePictures(stop?: AbortSignal): Promise<void> {
  const createdAt = { lt: aDayAgo() };
  for (;;) {
    const loose = await db().postImage.findMany({
      where: { postId: null, createdAt },
      select: { id: true, key: true },
      take: BATCH,
    });
    for (const { id, key } of loose) {
      if (stop?.aborted) return;
      await removeWithFiles(key, (tx) => tx.postImage.deleteMany({ where: { id, postId: null } }));
    }
    if (loose.length < BATCH) return;
  }
}

async function removeStaleUploads(stop?: AbortSignal): Promise<void> {
  // No upload takes so long, however many are waiting.
  const createdAt = { lt: aDayAgo() };
  for (;;) {
    const stale = await db().pictureUpload.findMany({
      where: { createdAt },
      select: { id: true, key: true },
      take: BATCH,
    });
    for (const { id, key } of stale) {
      if (stop?.aborted) return;
      await removeWithFiles(key, (tx) => tx.pictureUpload.deleteMany({ where: { id } }));
    }
    if (stale.length < BATCH) return;
  }
}
