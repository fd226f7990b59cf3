import { db } from '#lib/db.ts';
import type { StoredPicture } from '#lib/media/picture-record.ts';

export type PictureJob = { key: string; attempts: number };

/** Minutes for which a picture is one worker's alone; longer than its making may take. */
const LEASE_MINUTES = 10;
/** Minutes until the next try after the first, second … one that failed; after the last there is none. */
const PAUSES = [1, 10, 60, 360];
/** Rows in one statement: works may share one picture by the thousand, and each has its search row to make. */
const BATCH = 500;

/** The picture that has waited longest, for this worker alone, or null when none is due. */
export async function takePictureJob(): Promise<PictureJob | null> {
  const [job] = await db().$queryRaw<PictureJob[]>`
    UPDATE picture_jobs SET due_at = now() + make_interval(mins => ${LEASE_MINUTES}), attempts = attempts + 1
    WHERE key = (SELECT key FROM picture_jobs WHERE due_at <= now() ORDER BY due_at, key LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING key, attempts`;
  return job ?? null;
}

/**
 * Writes what was made to every row of the picture and ends its job. Rows that are being added meanwhile either wait
 * for that end, and make a job of their own, or are written here too: whoever adds one locks the job.
 * @returns public works that show it, no more than 500 of them.
 */
export async function endPictureJob(picture: StoredPicture): Promise<{ slug: string; username: string }[]> {
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

/** The next try comes after a pause, or never when all have failed. @returns whether there is one. */
export async function failPictureJob({ key, attempts }: PictureJob): Promise<boolean> {
  const minutes = PAUSES[attempts - 1];
  if (minutes === undefined) await db().$executeRaw`UPDATE picture_jobs SET due_at = 'infinity' WHERE key = ${key}`;
  else
    await db()
      .$executeRaw`UPDATE picture_jobs SET due_at = now() + make_interval(mins => ${minutes}) WHERE key = ${key}`;
  return minutes !== undefined;
}

/** Gives a picture back that nothing was wrong with, because this worker stops. */
export async function returnPictureJob({ key }: PictureJob): Promise<void> {
  await db().$executeRaw`UPDATE picture_jobs SET due_at = now(), attempts = attempts - 1 WHERE key = ${key}`;
}

/** Ends the job of a picture that no row names any more. @returns whether it did. */
export async function dropUnusedPictureJob({ key }: PictureJob): Promise<boolean> {
  const count = await db().$executeRaw`
    DELETE FROM picture_jobs WHERE key = ${key} AND NOT EXISTS (SELECT FROM post_images WHERE post_images.key = ${key})`;
  return count > 0;
}
