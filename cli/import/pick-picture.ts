import type { StoredPicture } from '#lib/media/store-picture.ts';
import { digest } from '../../demo/stable-id.ts';

export type PoolPicture = StoredPicture & { alt: string };

/** How many pictures with the nearest proportion are candidates. */
const CANDIDATES = 8;

/**
 * A picture for a work, always the same one from the same pool.
 * @param proportion width divided by height; null for any picture
 */
export function pickPicture(pool: readonly PoolPicture[], seed: string, proportion: number | null): PoolPicture {
  const candidates = proportion === null ? pool : nearest(pool, proportion);
  const picture = candidates[digest(`picture ${seed}`).readUInt32BE(0) % candidates.length];
  if (!picture) throw new RangeError('the pool of pictures is empty');
  return picture;
}

function nearest(pool: readonly PoolPicture[], proportion: number): PoolPicture[] {
  const distance = ({ width, height }: PoolPicture) => Math.abs(Math.log(width / height / proportion));
  return pool.toSorted((a, b) => distance(a) - distance(b)).slice(0, CANDIDATES);
}
