import { db, Prisma, withFreshPlan } from '#lib/db.ts';
import { estimatedCount, exactCount, MAX_COUNTED } from '#lib/domain/posts/post-count.ts';
import type { FacetValue, PostCount, SearchCounts, SearchQuery } from '#lib/domain/search/search.ts';
import { byIndex, type Conditions, conditionsOf, type PriceValues } from './conditions.ts';
import { estimatePosts } from './estimate-posts.ts';
import { parseWords } from './parse-words.ts';
import { lexeme } from './search-term.ts';

/** Values listed per filter. */
const MAX_VALUES = 12;
/** About how many posts are counted for an estimate. */
const SAMPLE_SIZE = 2_000;
/** Every post belongs to one of these samples, by the last byte of its id. */
const SAMPLES = 256;
/** The index slows down with each sample. Above this number it is faster to check each row. */
const MAX_SAMPLES_BY_INDEX = 20;

type Row = { total: bigint; available: bigint; facets: { facet: string; works: number }[] | null };
type Facets = Map<string, FacetValue[]>;

/**
 * Counts the results of a query, in total and per filter value. Up to 10,000 are counted exactly; larger numbers are
 * estimated from a sample.
 */
export async function countResults(query: SearchQuery, prices: PriceValues | null = null): Promise<SearchCounts> {
  const conditions = conditionsOf(query, await parseWords(query), prices, 2);
  const estimate = await estimatePosts(conditions);
  if (estimate <= 2 * MAX_COUNTED) {
    const row = await count(byIndex(conditions), MAX_COUNTED);
    if (row.total <= MAX_COUNTED) return toCounts(row, exactCount);
  }
  const samples = Math.min(SAMPLES / 2, Math.ceil((SAMPLES * SAMPLE_SIZE) / Math.max(estimate, MAX_COUNTED)));
  const row = await count(inSamples(conditions, samples), null);
  return toCounts(row, (works) => estimatedCount((works * SAMPLES) / samples));
}

/** The conditions, limited to the first `samples` samples. */
function inSamples(conditions: Conditions, samples: number): Prisma.Sql {
  if (samples > MAX_SAMPLES_BY_INDEX)
    return Prisma.sql`${byIndex(conditions)} AND get_byte(uuid_send(s.post_id), 15) < ${samples}`;
  // The sample of each post is indexed as a lexeme.
  const lexemes = Array.from({ length: samples }, (_, sample) => lexeme(`#sample:${sample}`));
  return byIndex(conditions, `(${lexemes.join(' | ')})`);
}

/** @param max with more results than this `total` is `max` + 1 and facets are not counted; null for no limit */
async function count(condition: Prisma.Sql, max: number | null): Promise<Row> {
  const [row] = await db().$queryRaw<[Row]>`${withFreshPlan}
    WITH found AS MATERIALIZED (
      SELECT s.facets, s.available FROM post_search s WHERE ${condition} LIMIT ${max === null ? null : max + 1}
    ), size AS (
      SELECT count(*) AS total, count(*) FILTER (WHERE available) AS available FROM found
    ), counted AS (
      SELECT id, count(*)::int AS works
      FROM (
        SELECT unnest(facets) AS id FROM found WHERE (SELECT total FROM size) <= ${max}::int OR ${max}::int IS NULL
      ) AS each
      GROUP BY id
    ), ranked AS (
      SELECT facet, works, row_number() OVER (PARTITION BY split_part(facet, ':', 1) ORDER BY works DESC, facet) AS rank
      FROM counted JOIN search_facets USING (id)
    )
    SELECT total, available,
      (SELECT json_agg(json_build_object('facet', facet, 'works', works) ORDER BY works DESC, facet)
       FROM ranked WHERE rank <= ${MAX_VALUES}) AS facets
    FROM size`;
  return row;
}

async function toCounts(
  { total, available, facets }: Row,
  toCount: (works: number) => PostCount,
): Promise<SearchCounts> {
  const byFilter: Facets = new Map();
  for (const { facet, works } of facets ?? []) {
    const [, filter = '', value = ''] = /^#([a-z]+):(.*)$/s.exec(facet) ?? [];
    byFilter.set(filter, [...(byFilter.get(filter) ?? []), { value, works: toCount(works) }]);
  }
  const valuesOf = <T extends string>(filter: string) => (byFilter.get(filter) ?? []) as FacetValue<T>[];
  return {
    total: toCount(Number(total)),
    available: toCount(Number(available)),
    medium: valuesOf('medium'),
    size: valuesOf('size'),
    orientation: valuesOf('orientation'),
    colour: valuesOf('colour'),
    tag: valuesOf('tag'),
    artist: await withNames(valuesOf('artist')),
  };
}

async function withNames(artists: FacetValue[]): Promise<SearchCounts['artist']> {
  const users = await db().user.findMany({
    where: { username: { in: artists.map(({ value }) => value) } },
    select: { username: true, displayName: true },
  });
  const names = new Map(users.map(({ username, displayName }) => [username.toLowerCase(), displayName]));
  return artists.flatMap((artist) => {
    const displayName = names.get(artist.value);
    return displayName === undefined ? [] : [{ ...artist, displayName }];
  });
}
