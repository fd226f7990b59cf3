import { Prisma } from '#lib/db.ts';
import type { SearchQuery } from '#lib/domain/search/search.ts';
import { isPublic } from '#lib/posts/queries.ts';
import type { ParsedWords } from './parse-words.ts';
import { lexeme, type Tier, termsQuery } from './search-term.ts';

/** Stored values in euros (lib/domain/exchange/price-value.ts), inclusive. */
export type PriceValues = { from: number; to: number };

/** The conditions that a post's row in post_search (`s`) must satisfy. */
export type Conditions = {
  /** The text of a tsquery for the search words, '' for none. */
  words: string;
  /** Required facets, as in search_facets. */
  facets: string[];
  /** Inclusive; null for any. */
  years: { from: number; to: number } | null;
  available: boolean;
  prices: PriceValues | null;
  /** Ids of posts that are listed already. */
  except: readonly string[];
};

/** For a longer range of years rows are filtered by their column instead of the index. */
const MAX_INDEXED_YEARS = 400;
const FIRST_YEAR = 0;
const LAST_YEAR = 9999;

/** The conditions of a query. `tier` determines how well the words must match. */
export function conditionsOf(
  query: SearchQuery,
  parsed: ParsedWords,
  prices: PriceValues | null,
  tier: Tier,
): Conditions {
  const { from, to } = query;
  return {
    words: termsQuery(parsed.terms, tier),
    facets: [
      ...parsed.materials.map((material) => `#medium:${material}`),
      ...(parsed.tag === null ? [] : [`#tag:${parsed.tag}`]),
      ...(query.size === null ? [] : [`#size:${query.size}`]),
      ...(query.orientation === null ? [] : [`#orientation:${query.orientation}`]),
      ...(query.colour === null ? [] : [`#colour:${query.colour}`]),
      ...(query.artist === null ? [] : [`#artist:${query.artist.toLowerCase()}`]),
    ],
    years: from === null && to === null ? null : { from: from ?? FIRST_YEAR, to: to ?? LAST_YEAR },
    available: query.available,
    prices,
    except: [],
  };
}

/** Whether every public post satisfies the conditions. */
export const matchesEverything = ({ words, facets, years, available, prices }: Conditions): boolean =>
  words === '' && facets.length === 0 && years === null && !available && prices === null;

/**
 * The conditions as part of a WHERE clause that uses indexes.
 * @param extraQuery another tsquery, '' for none
 */
export function byIndex(conditions: Conditions, extraQuery = ''): Prisma.Sql {
  const { words, facets, available, prices, except } = conditions;
  const years = yearsQuery(conditions);
  const indexed = [words, ...facets.map(lexeme), years, extraQuery].filter((part) => part !== '').join(' & ');
  const parts = [
    ...(indexed === '' ? [] : [Prisma.sql`s.doc @@ ${indexed}::tsquery`]),
    // The same condition twice would make PostgreSQL's estimate far too low.
    ...(years === '' ? inYears(conditions) : []),
    ...(available ? [Prisma.sql`s.available`] : []),
    ...otherThan(except),
  ];
  if (prices === null) return all(parts);
  // Only the table posts has an index on prices; see the migration.
  const byPrice = Prisma.sql`s.post_id IN (SELECT id FROM posts WHERE ${isPublic} AND price_value ${between(prices)})`;
  return all([...parts, indexed === '' ? byPrice : Prisma.sql`s.price_value ${between(prices)}`]);
}

/** The same without indexes, checked row by row. The words come last, because they are stored apart from the row. */
export function byRow(conditions: Conditions): Prisma.Sql {
  const { words, facets, available, prices, except } = conditions;
  return all([
    ...(available ? [Prisma.sql`s.available`] : []),
    ...otherThan(except),
    ...inYears(conditions),
    ...(prices === null ? [] : [Prisma.sql`s.price_value ${between(prices)}`]),
    ...(facets.length === 0 ? [] : [Prisma.sql`s.facets @> ${facetIds(facets)}`]),
    // The function behind @@, which no index supports.
    ...(words === '' ? [] : [Prisma.sql`ts_match_vq(s.doc, ${words}::tsquery)`]),
  ]);
}

/** A tsquery for the years: whole decades, then the remaining years at both ends; '' for any year or too many. */
function yearsQuery({ years }: Conditions): string {
  if (years === null) return '';
  const { from, to } = { ...years, to: Math.min(years.to, new Date().getFullYear() + 10) };
  if (to < from || to - from > MAX_INDEXED_YEARS) return '';
  const parts: string[] = [];
  for (let year = from; year <= to; ) {
    const isWholeDecade = year % 10 === 0 && year + 9 <= to;
    parts.push(lexeme(isWholeDecade ? `#decade:${year / 10}` : `#year:${year}`));
    year += isWholeDecade ? 10 : 1;
  }
  return `(${parts.join(' | ')})`;
}

const inYears = ({ years }: Conditions): Prisma.Sql[] =>
  years === null ? [] : [Prisma.sql`s.year BETWEEN ${years.from}::int AND ${years.to}::int`];

const otherThan = (ids: readonly string[]): Prisma.Sql[] =>
  ids.length === 0 ? [] : [Prisma.sql`s.post_id <> ALL(${ids}::uuid[])`];

/** NULL, which no row satisfies, if one of the facets does not exist. */
function facetIds(facets: readonly string[]): Prisma.Sql {
  const names = [...new Set(facets)];
  return Prisma.sql`(
    SELECT CASE WHEN count(*) = ${names.length}::int THEN array_agg(id) END
    FROM search_facets WHERE facet = ANY(${names}))`;
}

export const between = ({ from, to }: PriceValues): Prisma.Sql =>
  Prisma.sql`BETWEEN ${String(from)}::float8 AND ${String(to)}::float8`;

const all = (parts: Prisma.Sql[]) => (parts.length === 0 ? Prisma.sql`TRUE` : Prisma.join(parts, ' AND '));
