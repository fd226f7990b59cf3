import { type Db, db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { removePicture } from '#lib/media/remove-picture.ts';
import { requireQuota } from './require-quota.ts';

/**
 * Reserves room for a picture of the viewer before it is stored; uploads at the same time wait for each other here.
 * @returns the reservation's id; the caller deletes it together with storing the picture's row.
 * @throws {ExpectedError} pictures-full
 */
export function reserveUpload(viewer: Viewer, file: { key: string; bytes: number }): Promise<string> {
  return db().$transaction(async (tx) => {
    await lockKey(tx, file.key);
    const quota = await requireQuota(tx, viewer);
    const [kept] = await tx.$queryRaw<[{ pictures: number; bytes: number }]>`
      SELECT count(*)::float8 AS pictures, coalesce(sum(bytes), 0)::float8 AS bytes FROM (
        SELECT bytes FROM post_images WHERE owner_id = ${viewer.id}::uuid
        UNION ALL SELECT bytes FROM picture_uploads WHERE owner_id = ${viewer.id}::uuid
      ) AS own`;
    if (kept.pictures >= quota.pictures || kept.bytes + file.bytes > quota.pictureBytes)
      throw new ExpectedError('pictures-full', 'pictures');
    const { id } = await tx.pictureUpload.create({ data: { ...file, ownerId: viewer.id }, select: { id: true } });
    return id;
  });
}

/** The room of a picture that was refused. */
export async function releaseUpload(id: string): Promise<void> {
  await db().pictureUpload.deleteMany({ where: { id } });
}

/**
 * Deletes rows that refer to a picture with `deleteRows`, and its files if no other row does. Uploads of the same bytes
 * wait meanwhile: they would find files that are about to be removed.
 */
export function removeWithFiles(key: string, deleteRows: (tx: Db) => Promise<unknown>): Promise<void> {
  return db().$transaction(async (tx) => {
    await lockKey(tx, key);
    await deleteRows(tx);
    const used = (await tx.postImage.count({ where: { key } })) + (await tx.pictureUpload.count({ where: { key } }));
    if (used === 0) await removePicture(key);
  }, REMOVAL);
}

/** Removing two dozen files takes longer than a transaction usually may, if the disk is slow. */
const REMOVAL = { timeout: 60_000 };

const lockKey = (tx: Db, key: string) => tx.$queryRaw`SELECT 1 FROM pg_advisory_xact_lock(hashtextextended(${key}, 0))`;
