import { COLORS } from '#lib/domain/pictures/colors.ts';
import { EVERYTHING } from '#lib/domain/search/search.ts';
import { countResults } from '#lib/search/count-results.ts';
import type { BrowseValues } from '#lib/view/browse-links.ts';
import { cached } from './cached.ts';

/** What the catalogue has most of. No tag: a sale changes little of it, so it may be ten minutes old. */
export async function cachedBrowseValues(): Promise<BrowseValues> {
  return cached(['browse'], [], async () => {
    const { medium, colour } = await countResults({ ...EVERYTHING, available: true });
    const known = new Set(colour.map(({ value }) => value));
    return { media: medium.map(({ value }) => value), colors: COLORS.filter((color) => known.has(color)) };
  });
}
