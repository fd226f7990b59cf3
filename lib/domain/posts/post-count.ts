import type { WorkCount } from '../search/search.ts';

/** Up to here works are counted one by one. */
export const MAX_COUNTED = 10_000;

/** A number that was counted. */
export const exactly = (count: number): WorkCount => ({ count, isEstimate: false });

/** A number that was concluded from a sample: two digits of it are believed. */
export function about(count: number): WorkCount {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, count))) - 1);
  return { count: Math.round(count / unit) * unit, isEstimate: true };
}

const plain = new Intl.NumberFormat('en');
const inMillions = new Intl.NumberFormat('en', { notation: 'compact', compactDisplay: 'long' });

/** The number alone, as a person says it: “1,234”, “about 12,000”, “about 1.2 million”. */
export function describeCountOfWorks({ count, isEstimate }: WorkCount): string {
  return isEstimate ? `about ${(count < 1_000_000 ? plain : inMillions).format(count)}` : plain.format(count);
}

/** “1 work”, “1,234 works”, “about 12,000 works”. */
export const describeWorkCount = (works: WorkCount): string =>
  `${describeCountOfWorks(works)} ${works.count === 1 ? 'work' : 'works'}`;
