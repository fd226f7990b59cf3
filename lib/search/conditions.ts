import { Prisma } from '#lib/db.ts';
import type { SearchQuery } from '#lib/domain/search/search.ts';
import { isPublic } from '#lib/posts/queries.ts';
import type { ParsedWords } from './parse-words.ts';
import { lexeme, type Tier, termsQuery } from './search-term.ts';

/** Euros, as lib/domain/exchange/price-value.ts gives them; both included. */
export type PriceValues = { from: number; to: number };

/** What a work has to fulfil, in terms of its row in post_search, `s`. */
export type Conditions = {
  /** The text of a tsquery for the words alone, '' for none. */
  words: string;
  /** Facets that it must have, as search_facets knows them. */
  facets: string[];
  /** Both included; null for any. */
  years: { from: number; to: number } | null;
  available: boolean;
  prices: PriceValues | null;
  /** Ids of works that are shown already. */
  except: readonly string[];
};

/** More years than this are looked at in each row. */
const MOST_YEARS = 400;
const FIRST_YEAR = 0;
const LAST_YEAR = 9999;

/** The conditions of a query; `tier` says how well the words must match. */
export function conditionsOf(
  query: SearchQuery,
  question: ParsedWords,
  prices: PriceValues | null,
  tier: Tier,
): Conditions {
  const { from, to } = query;
  return {
    words: termsQuery(question.terms, tier),
    facets: [
      ...question.materials.map((material) => `#medium:${material}`),
      ...(question.tag === null ? [] : [`#tag:${question.tag}`]),
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

/** Does every public work fulfil them? */
export const isEverything = ({ words, facets, years, available, prices }: Conditions): boolean =>
  words === '' && facets.length === 0 && years === null && !available && prices === null;

/**
 * All of them as part of a WHERE, looked up in indexes.
 * @param more a further tsquery, '' for none
 */
export function byIndex(conditions: Conditions, more = ''): Prisma.Sql {
  const { words, facets, available, prices, except } = conditions;
  const years = yearsQuery(conditions);
  const indexed = [words, ...facets.map(lexeme), years, more].filter((part) => part !== '').join(' & ');
  const parts = [
    ...(indexed === '' ? [] : [Prisma.sql`s.doc @@ ${indexed}::tsquery`]),
    // Asked for twice, PostgreSQL would expect far fewer works.
    ...(years === '' ? inYears(conditions) : []),
    ...(available ? [Prisma.sql`s.available`] : []),
    ...otherThan(except),
  ];
  if (prices === null) return all(parts);
  // Prices have an index on posts alone: see the migration.
  const byPrice = Prisma.sql`s.post_id IN (SELECT id FROM posts WHERE ${isPublic} AND price_value ${between(prices)})`;
  return all([...parts, indexed === '' ? byPrice : Prisma.sql`s.price_value ${between(prices)}`]);
}

/** The same, looked at in each row; the words at last, since they are kept apart from it. */
export function byRow(conditions: Conditions): Prisma.Sql {
  const { words, facets, available, prices, except } = conditions;
  return all([
    ...(available ? [Prisma.sql`s.available`] : []),
    ...otherThan(except),
    ...inYears(conditions),
    ...(prices === null ? [] : [Prisma.sql`s.price_value ${between(prices)}`]),
    ...(facets.length === 0 ? [] : [Prisma.sql`s.facets @> ${numbersOf(facets)}`]),
    // The function behind @@, for which no index is used.
    ...(words === '' ? [] : [Prisma.sql`ts_match_vq(s.doc, ${words}::tsquery)`]),
  ]);
}

/** The years for the index: whole decades as such, those at both ends one by one; '' for any, or for very many. */
function yearsQuery({ years }: Conditions): string {
  if (years === null) return '';
  const { from, to } = { ...years, to: Math.min(years.to, new Date().getFullYear() + 10) };
  if (to < from || to - from > MOST_YEARS) return '';
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

/** NULL, which no work fulfils, when one of them was never seen. */
function numbersOf(facets: readonly string[]): Prisma.Sql {
  const names = [...new Set(facets)];
  return Prisma.sql`(
    SELECT CASE WHEN count(*) = ${names.length}::int THEN array_agg(id) END FROM search_facets WHERE facet = ANY(${names}))`;
}

export const between = ({ from, to }: PriceValues): Prisma.Sql =>
  Prisma.sql`BETWEEN ${String(from)}::float8 AND ${String(to)}::float8`;

const all = (parts: Prisma.Sql[]) => (parts.length === 0 ? Prisma.sql`TRUE` : Prisma.join(parts, ' AND '));
