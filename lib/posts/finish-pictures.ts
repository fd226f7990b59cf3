import { announceTags } from '#lib/live/announce.ts';
import { logger } from '#lib/logger.ts';
import { finishPicture, MissingOriginal } from '#lib/media/finish-picture.ts';
import type { StoredPicture } from '#lib/media/picture-record.ts';
import {
  dropUnusedPictureJob,
  endPictureJob,
  failPictureJob,
  type PictureJob,
  returnPictureJob,
  takePictureJob,
} from './picture-jobs.ts';

interface Options {
  stop: AbortSignal;
  finish?: (key: string, options: { stop: AbortSignal }) => Promise<StoredPicture>;
  /** Milliseconds between two refreshes of the pages while there is more to do. */
  refreshEvery?: number;
}

/** Pages are drawn again at most this often however many pictures are waiting, milliseconds. */
const REFRESH_EVERY = 10_000;
/** Above so many works all cached pages are refreshed at once. */
const MOST_NAMED = 20;

type Shown = { slug: string; username: string };

/**
 * Makes the AVIF files of all pictures that are due, one after the other, and has the pages drawn again that show
 * them. Several workers share what is due.
 */
export async function finishPictures({ stop, finish = finishPicture, refreshEvery = REFRESH_EVERY }: Options) {
  let shown: Shown[] = [];
  let refreshedAt = Date.now();
  const refresh = async () => {
    const tags = tagsOf(shown);
    shown = [];
    refreshedAt = Date.now();
    if (tags.length > 0) await announceTags(tags);
  };
  try {
    while (!stop.aborted) {
      const job = await takePictureJob();
      if (!job) return;
      shown.push(...(await finishOne(job, stop, finish)));
      if (Date.now() - refreshedAt >= refreshEvery) await refresh();
    }
  } finally {
    await refresh();
  }
}

async function finishOne(job: PictureJob, stop: AbortSignal, finish: NonNullable<Options['finish']>): Promise<Shown[]> {
  try {
    return await endPictureJob(await finish(job.key, { stop }));
  } catch (error) {
    if (stop.aborted) await returnPictureJob(job);
    else if (!(await dropUnusedPictureJob(job))) await noteFailure(job, error);
    return [];
  }
}

async function noteFailure(job: PictureJob, error: unknown): Promise<void> {
  const missing = error instanceof MissingOriginal;
  const again = await failPictureJob(missing ? { ...job, attempts: Number.POSITIVE_INFINITY } : job);
  const what = again ? 'AVIF files will be tried again' : 'AVIF files were given up; the WebP files stay';
  if (missing) logger().info({ key: job.key }, what);
  else logger().warn({ err: error, key: job.key, attempts: job.attempts }, what);
}

function tagsOf(shown: Shown[]): string[] {
  if (shown.length === 0) return [];
  if (shown.length > MOST_NAMED) return ['gallery', 'posts'];
  const tags = shown.flatMap(({ slug, username }) => [`post:${slug}`, `artist:${username.toLowerCase()}`]);
  return ['gallery', ...new Set(tags)];
}
