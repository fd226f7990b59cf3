import type pg from 'pg';
import { COLORS } from '#lib/domain/pictures/colors.ts';
import { EVERYTHING, ORIENTATIONS, type SearchQuery, SIZES, SORTS, type Sort } from '#lib/domain/search/search.ts';
import { PAGE_SIZE } from '#lib/posts/queries.ts';
import { searchPosts } from '#lib/search/search-posts.ts';
import { oneOf, randomIndex } from './random.ts';
import type { Samples, SampleWork } from './samples.ts';
import { type ScaleCase, search } from './scale-case.ts';

/** Part of a query, or a price range in euros. */
type Filter = Partial<SearchQuery> & { prices?: { from: number; to: number } };

type Key = { id: string; value: string };

const COLUMNS = {
  newest: 'listed_at',
  'price-up': 'price_value',
  'price-down': 'price_value',
  views: 'visitors',
  week: 'visitors_week',
};

/** Every filter in every sort order, and every sort order without a filter on its first page and deep in the list. */
export function filterCases(client: pg.Client, samples: Samples): ScaleCase[] {
  const filters = Object.entries(filtersOf(samples));
  const sorts = SORTS.filter((sort) => sort !== 'best');
  return [
    ...sorts.map((sort) => search(`all, ${sort}`, () => () => searchPosts({ ...EVERYTHING, sort }))),
    ...sorts.map((sort) => deepCase(client, sort)),
    ...filters.flatMap(([name, filter]) => SORTS.map((sort) => filterCase(samples, name, filter, sort))),
  ];
}

function filterCase({ words }: Samples, name: string, filter: (random: () => number) => Filter, sort: Sort): ScaleCase {
  return search(`${name}, ${sort}`, (random) => {
    const { prices, ...part } = filter(random);
    // Sorting by best match needs words.
    const q = sort === 'best' ? oneOf(words.usual, random) : '';
    return () => searchPosts({ ...EVERYTHING, ...part, q, sort }, { prices: prices ?? null });
  });
}

function filtersOf({ works }: Samples): Record<string, (random: () => number) => Filter> {
  const having = <T>(read: (work: SampleWork) => T | null | undefined) =>
    works.map(read).filter((value) => value != null) as T[];
  const [tags, media, years] = [
    having(({ tags }) => tags[0]),
    having(({ medium }) => medium),
    having(({ year }) => year),
  ];
  const values = having(({ value }) => (Number.isFinite(value) ? value : null)).sort((a, b) => a - b);
  return {
    available: () => ({ available: true }),
    'price range': (random) => {
      const from = randomIndex(values.length, random);
      const to = Math.min(values.length - 1, from + randomIndex(values.length / 4, random));
      return { prices: { from: values[from] ?? 0, to: values[to] ?? 0 } };
    },
    medium: (random) => ({ medium: /[A-Za-z]{3,}/.exec(oneOf(media, random))?.[0] ?? null }),
    years: (random) => {
      const from = oneOf(years, random);
      return { from, to: from + randomIndex(30, random) };
    },
    size: (random) => ({ size: oneOf(SIZES, random) }),
    orientation: (random) => ({ orientation: oneOf(ORIENTATIONS, random) }),
    colour: (random) => ({ colour: oneOf(COLORS, random) }),
    tag: (random) => ({ tag: oneOf(tags, random) }),
    artist: (random) => ({ artist: oneOf(works, random).username }),
    'several filters': (random) => ({
      ...{
        available: true,
        colour: oneOf(COLORS, random),
        orientation: oneOf(ORIENTATIONS, random),
        tag: oneOf(tags, random),
      },
    }),
  };
}

/** Pages from the middle of all works in this order. */
function deepCase(client: pg.Client, sort: keyof typeof COLUMNS): ScaleCase {
  const direction = sort === 'price-up' ? '' : 'DESC';
  const value = sort === 'newest' ? 'extract(epoch FROM listed_at) * 1000' : COLUMNS[sort];
  let keys: Key[] | undefined;
  return search(`all, ${sort}, from the middle`, async (random) => {
    keys ??= (
      await client.query<Key>(
        `WITH size AS (SELECT count(*) AS works FROM posts WHERE status <> 'DRAFT' AND hidden_at IS NULL)
         SELECT id, (${value})::float8::text AS value FROM posts WHERE status <> 'DRAFT' AND hidden_at IS NULL
         ORDER BY ${COLUMNS[sort]} ${direction}, id ${direction} OFFSET (SELECT works / 2 FROM size) LIMIT ${4 * PAGE_SIZE}`,
      )
    ).rows;
    const key = oneOf(keys, random);
    return () => searchPosts({ ...EVERYTHING, sort }, { after: { by: 'key', ...key } });
  });
}
