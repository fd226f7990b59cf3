import { db, Prisma, withFreshPlan } from '#lib/db.ts';
import { about, exactly, MAX_COUNTED } from '#lib/domain/posts/post-count.ts';
import type { FacetValue, SearchCounts, SearchQuery, WorkCount } from '#lib/domain/search/search.ts';
import { byIndex, type Conditions, conditionsOf, type PriceValues } from './conditions.ts';
import { estimateWorks } from './estimate-works.ts';
import { parseWords } from './parse-words.ts';
import { lexeme } from './search-term.ts';

/** How many values of one filter are told. */
const MOST_VALUES = 12;
/** Works looked at to estimate the number of all. */
const SAMPLE = 2_000;
/** Every work is in one of so many samples, by the last byte of its id. */
const SAMPLES = 256;
/** Each further sample makes the index compare all of them more often; with more it is quicker to look at each row. */
const MOST_SAMPLES_BY_INDEX = 20;

type Row = { total: bigint; available: bigint; facets: { facet: string; works: number }[] | null };
type Facets = Map<string, FacetValue[]>;

/**
 * How many works a query finds, and how many of them have which property. Up to 10,000 are counted; of more a sample
 * is counted, and the rest concluded from it.
 */
export async function countFound(query: SearchQuery, prices: PriceValues | null = null): Promise<SearchCounts> {
  const conditions = conditionsOf(query, await parseWords(query), prices, 2);
  const estimate = await estimateWorks(conditions);
  if (estimate <= 2 * MAX_COUNTED) {
    const row = await count(byIndex(conditions), MAX_COUNTED);
    if (row.total <= MAX_COUNTED) return toCounts(row, exactly);
  }
  const samples = Math.min(SAMPLES / 2, Math.ceil((SAMPLES * SAMPLE) / Math.max(estimate, MAX_COUNTED)));
  const row = await count(inSamples(conditions, samples), null);
  return toCounts(row, (works) => about((works * SAMPLES) / samples));
}

/** What is found in so many of the samples. */
function inSamples(conditions: Conditions, samples: number): Prisma.Sql {
  if (samples > MOST_SAMPLES_BY_INDEX)
    return Prisma.sql`${byIndex(conditions)} AND get_byte(uuid_send(s.post_id), 15) < ${samples}`;
  // Each work has its sample as a lexeme too.
  const lexemes = Array.from({ length: samples }, (_, sample) => lexeme(`#sample:${sample}`));
  return byIndex(conditions, `(${lexemes.join(' | ')})`);
}

/** @param most with more works than this their number is `most` + 1, and they are not looked into; null for any number */
async function count(condition: Prisma.Sql, most: number | null): Promise<Row> {
  const [row] = await db().$queryRaw<[Row]>`${withFreshPlan}
    WITH found AS MATERIALIZED (
      SELECT s.facets, s.available FROM post_search s WHERE ${condition} LIMIT ${most === null ? null : most + 1}
    ), size AS (
      SELECT count(*) AS total, count(*) FILTER (WHERE available) AS available FROM found
    ), counted AS (
      SELECT id, count(*)::int AS works
      FROM (SELECT unnest(facets) AS id FROM found WHERE (SELECT total FROM size) <= ${most}::int OR ${most}::int IS NULL) AS each
      GROUP BY id
    ), placed AS (
      SELECT facet, works, row_number() OVER (PARTITION BY split_part(facet, ':', 1) ORDER BY works DESC, facet) AS place
      FROM counted JOIN search_facets USING (id)
    )
    SELECT total, available,
      (SELECT json_agg(json_build_object('facet', facet, 'works', works) ORDER BY works DESC, facet)
       FROM placed WHERE place <= ${MOST_VALUES}) AS facets
    FROM size`;
  return row;
}

async function toCounts(
  { total, available, facets }: Row,
  toCount: (works: number) => WorkCount,
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
