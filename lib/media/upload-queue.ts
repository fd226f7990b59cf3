import { fairQueue } from './fair-queue.ts';
import { PictureError } from './picture-error.ts';

/**
 * How many pictures may be arriving, waiting and being decoded in this process. Those that wait lie on the
 * disk, 25 MB each at most, and cost no memory.
 */
export const UPLOAD_PLACES = { all: 500, each: 250 } as const;

const newQueue = () =>
  fairQueue({
    running: 2,
    places: UPLOAD_PLACES.all,
    placesEach: UPLOAD_PLACES.each,
    refuse: () => new PictureError('too-busy'),
  });

// Next loads this module once per bundle; the limits are meant for the whole process.
const shared = globalThis as typeof globalThis & { makeYourSpaceUploads?: ReturnType<typeof newQueue> };

/** The queue of this process, in which artists take turns. Its `enter` throws PictureError too-busy. */
export function uploadQueue() {
  shared.makeYourSpaceUploads ??= newQueue();
  return shared.makeYourSpaceUploads;
}
