import type { WorkCount } from './search.ts';

/** Up to here works are counted one by one. */
export const MOST_COUNTED = 10_000;

/** A number that was counted. */
export const exactly = (count: number): WorkCount => ({ count, isEstimate: false });

/** A number that was concluded from a sample: two digits of it are believed. */
export function about(count: number): WorkCount {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, count))) - 1);
  return { count: Math.round(count / unit) * unit, isEstimate: true };
}
