import type { PostCount } from '../search/search.ts';

/** Up to this many posts the count is exact; above, it is estimated from a sample. */
export const MAX_COUNTED = 10_000;

export const exactCount = (count: number): PostCount => ({ count, isEstimate: false });

/** An estimate, rounded to two significant digits. */
export function estimatedCount(count: number): PostCount {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, count))) - 1);
  return { count: Math.round(count / unit) * unit, isEstimate: true };
}

const grouped = new Intl.NumberFormat('en');
const compact = new Intl.NumberFormat('en', { notation: 'compact', compactDisplay: 'long' });

/** “1,234”, “about 12,000”, “about 1.2 million”. */
export function formatCount({ count, isEstimate }: PostCount): string {
  return isEstimate ? `about ${(count < 1_000_000 ? grouped : compact).format(count)}` : grouped.format(count);
}

/** “1 work”, “1,234 works”, “about 12,000 works”. */
export const formatPostCount = (works: PostCount): string =>
  `${formatCount(works)} ${works.count === 1 ? 'work' : 'works'}`;
