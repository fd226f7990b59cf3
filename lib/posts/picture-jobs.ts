import { db } from '#lib/db.ts';
import type { StoredPicture } from '#lib/media/picture-record.ts';

export type PictureJob = { key: string; attempts: number };

/** How long a worker has a job for itself; longer than the job may take. */
const LEASE_MINUTES = 10;
/** Delay before the next attempt, by the number of failed ones; then there is no further attempt. */
const RETRY_MINUTES = [1, 10, 60, 360];
/** Rows per statement: thousands of posts may share one picture, and each update also rebuilds a search row. */
const BATCH = 500;

/** Leases the job that has been due longest to this worker; null if none is due. */
export async function claimPictureJob(): Promise<PictureJob | null> {
  const [job] = await db().$queryRaw<PictureJob[]>`
    UPDATE picture_jobs SET due_at = now() + make_interval(mins => ${LEASE_MINUTES}), attempts = attempts + 1
    WHERE key = (SELECT key FROM picture_jobs WHERE due_at <= now() ORDER BY due_at, key LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING key, attempts`;
  return job ?? null;
}

/**
 * Writes the result to every row of the picture and deletes the job. A concurrent insert of another row locks the job:
 * it either commits first and is updated here, or waits for the deletion and creates a new job.
 * @returns up to 500 public posts that show the picture.
 */
export async function completePictureJob(picture: StoredPicture): Promise<{ slug: string; username: string }[]> {
  const { key, widths, placeholder, colours } = picture;
  const update = (limit: number) => db().$executeRaw`
    UPDATE post_images SET avif = true, widths = ${widths}, placeholder = ${placeholder}, colours = ${colours}
    WHERE id IN (SELECT id FROM post_images WHERE key = ${key} AND NOT avif LIMIT ${limit})`;
  while ((await update(BATCH)) === BATCH);
  await db().$transaction(async (tx) => {
    await tx.$executeRaw`DELETE FROM picture_jobs WHERE key = ${key}`;
    await tx.$executeRaw`
      UPDATE post_images SET avif = true, widths = ${widths}, placeholder = ${placeholder}, colours = ${colours}
      WHERE key = ${key} AND NOT avif`;
  });
  return db().$queryRaw`
    SELECT slug, username::text FROM post_images
    JOIN posts ON posts.id = post_id JOIN users ON users.id = artist_id
    WHERE key = ${key} AND status <> 'DRAFT' AND hidden_at IS NULL LIMIT ${BATCH}`;
}

/** Schedules the next attempt, if there is one. @returns whether there is. */
export async function failPictureJob({ key, attempts }: PictureJob): Promise<boolean> {
  const minutes = RETRY_MINUTES[attempts - 1];
  if (minutes === undefined) await db().$executeRaw`UPDATE picture_jobs SET due_at = 'infinity' WHERE key = ${key}`;
  else
    await db()
      .$executeRaw`UPDATE picture_jobs SET due_at = now() + make_interval(mins => ${minutes}) WHERE key = ${key}`;
  return minutes !== undefined;
}

/** Returns a job that did not fail, because this worker is stopping. The attempt does not count. */
export async function releasePictureJob({ key }: PictureJob): Promise<void> {
  await db().$executeRaw`UPDATE picture_jobs SET due_at = now(), attempts = attempts - 1 WHERE key = ${key}`;
}

/** Deletes the job if no row refers to its picture any more. @returns whether it did. */
export async function deleteUnusedPictureJob({ key }: PictureJob): Promise<boolean> {
  const count = await db().$executeRaw`
    DELETE FROM picture_jobs
    WHERE key = ${key} AND NOT EXISTS (SELECT FROM post_images WHERE post_images.key = ${key})`;
  return count > 0;
}
