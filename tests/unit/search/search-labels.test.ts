import { expect, test } from 'vitest';
import { estimatedCount, exactCount, formatPostCount } from '#lib/domain/posts/post-count.ts';
import { EVERYTHING, type SearchQuery, searchUrl } from '#lib/domain/search/search.ts';
import { activeFilters } from '#lib/view/active-filters.ts';

test.for([
  [exactCount(0), '0 works'],
  [exactCount(1), '1 work'],
  [exactCount(1_234), '1,234 works'],
  [exactCount(10_000), '10,000 works'],
  [estimatedCount(12_345), 'about 12,000 works'],
  [estimatedCount(99_950), 'about 100,000 works'],
  [estimatedCount(999_999), 'about 1 million works'],
  [estimatedCount(1_234_567), 'about 1.2 million works'],
  [estimatedCount(0), 'about 0 works'],
] as const)('%j reads “%s”', ([works, text]) => {
  expect(formatPostCount(works)).toBe(text);
});

test('each active filter has a label and a URL that removes it', () => {
  const query: SearchQuery = {
    ...{ q: 'horse', available: true, min: '50', max: '99.5', medium: 'Oil on canvas', from: 1900, to: 1950 },
    ...{ size: 'small', orientation: 'square', colour: 'teal', tag: 'sea', artist: 'mira', sort: 'views' },
  };
  const filters = activeFilters(query, 'EUR', 'Mira Castellan');
  expect(filters.map(({ label }) => label)).toEqual([
    ...['Available', '€50 to €99.50', 'Oil on canvas', 'Made 1900 to 1950', 'Up to 30 cm', 'Square', 'Teal'],
    ...['Tag: sea', 'By Mira Castellan'],
  ]);
  const remaining = { ...query };
  for (const { without } of filters) {
    const changed = Object.entries(without).filter(([name, value]) => value !== query[name as keyof SearchQuery]);
    Object.assign(remaining, Object.fromEntries(changed));
  }
  expect(searchUrl(remaining)).toBe('/search?q=horse&sort=views');
  expect(activeFilters(EVERYTHING, 'EUR', null)).toEqual([]);
});

test.for([
  [{ min: '1500' }, 'JPY', 'From ¥1,500'],
  [{ max: '12.5' }, 'KWD', 'Up to KWD 12.500'],
  [{ from: 1900 }, 'EUR', 'Made since 1900'],
  [{ to: 476 }, 'EUR', 'Made until 476'],
  [{ from: 1900, to: 1900 }, 'EUR', 'Made in 1900'],
  [{ artist: 'mira' }, 'EUR', 'By mira'],
] as const)('the filter %j in %s reads “%s”', ([changes, currency, label]) => {
  // Intl puts a non-breaking space between a code and its amount.
  const labels = activeFilters({ ...EVERYTHING, ...changes }, currency, null).map((one) =>
    one.label.replaceAll('\u{A0}', ' '),
  );
  expect(labels).toEqual([label]);
});
