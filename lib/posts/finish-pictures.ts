import { announceTags } from '#lib/live/announce.ts';
import { logger } from '#lib/logger.ts';
import { finishPicture, MissingOriginalError } from '#lib/media/finish-picture.ts';
import type { StoredPicture } from '#lib/media/picture-record.ts';
import {
  claimPictureJob,
  completePictureJob,
  deleteUnusedPictureJob,
  failPictureJob,
  type PictureJob,
  releasePictureJob,
} from './picture-jobs.ts';

interface Options {
  stop: AbortSignal;
  finish?: (key: string, options: { stop: AbortSignal }) => Promise<StoredPicture>;
}

/** Cached pages are refreshed at most this often, however many pictures are due. */
const REFRESH_INTERVAL_MS = 10_000;
/** Above this many posts all cached pages are refreshed. */
const MAX_TAGGED_POSTS = 20;

type PublicPost = { slug: string; username: string };

/**
 * Creates the AVIF files of all pictures that are due, one after the other, and refreshes the cached pages that show
 * them. Several workers can run this at once and share the work.
 */
export async function finishPictures({ stop, finish = finishPicture }: Options) {
  let changed: PublicPost[] = [];
  let refreshedAt = Date.now();
  const refresh = async () => {
    const tags = tagsOf(changed);
    changed = [];
    refreshedAt = Date.now();
    if (tags.length > 0) await announceTags(tags);
  };
  try {
    while (!stop.aborted) {
      const job = await claimPictureJob();
      if (!job) return;
      changed.push(...(await finishOne(job, stop, finish)));
      if (Date.now() - refreshedAt >= REFRESH_INTERVAL_MS) await refresh();
    }
  } finally {
    await refresh();
  }
}

async function finishOne(
  job: PictureJob,
  stop: AbortSignal,
  finish: NonNullable<Options['finish']>,
): Promise<PublicPost[]> {
  try {
    return await completePictureJob(await finish(job.key, { stop }));
  } catch (error) {
    if (stop.aborted) await releasePictureJob(job);
    else if (!(await deleteUnusedPictureJob(job))) await recordFailure(job, error);
    return [];
  }
}

async function recordFailure(job: PictureJob, error: unknown): Promise<void> {
  const isMissing = error instanceof MissingOriginalError;
  const willRetry = await failPictureJob(isMissing ? { ...job, attempts: Number.POSITIVE_INFINITY } : job);
  const message = willRetry
    ? 'AVIF files failed and will be retried'
    : 'AVIF files failed for good; the WebP files remain';
  if (isMissing) logger().info({ key: job.key }, message);
  else logger().warn({ err: error, key: job.key, attempts: job.attempts }, message);
}

function tagsOf(posts: PublicPost[]): string[] {
  if (posts.length === 0) return [];
  if (posts.length > MAX_TAGGED_POSTS) return ['gallery', 'posts'];
  const tags = posts.flatMap(({ slug, username }) => [`post:${slug}`, `artist:${username.toLowerCase()}`]);
  return ['gallery', ...new Set(tags)];
}
