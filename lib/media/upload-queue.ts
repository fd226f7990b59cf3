import { fairQueue } from './fair-queue.ts';
import { PictureError } from './picture-error.ts';

/**
 * How many pictures may be received, waiting or decoded in this process. Waiting ones are on disk, up to 25 MB each,
 * and use no memory.
 */
export const UPLOAD_LIMITS = { total: 500, perOwner: 250 } as const;

const newQueue = () =>
  fairQueue({
    concurrency: 2,
    capacity: UPLOAD_LIMITS.total,
    maxPerOwner: UPLOAD_LIMITS.perOwner,
    refuse: () => new PictureError('too-busy'),
  });

// Next loads this module once per bundle, but the limits apply to the whole process.
const shared = globalThis as typeof globalThis & { makeYourSpaceUploads?: ReturnType<typeof newQueue> };

/** The queue of this process, in which accounts take turns. `enter` throws PictureError too-busy. */
export function uploadQueue() {
  shared.makeYourSpaceUploads ??= newQueue();
  return shared.makeYourSpaceUploads;
}
