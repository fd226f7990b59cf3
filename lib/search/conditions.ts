import { Prisma } from '#lib/db.ts';
import type { SearchQuery } from '#lib/domain/search.ts';
import { isPublic } from '#lib/posts/queries.ts';
import type { Question } from './read-question.ts';
import { lexeme, type Tier, termsQuery } from './search-term.ts';

/** Euros, as lib/domain/price-value.ts gives them; both included. */
export type PriceValues = { from: number; to: number };

/** What a work has to fulfil, in terms of its row in post_search, `s`. */
export type Conditions = {
  /** The text of a tsquery for the words alone, '' for none. */
  words: string;
  /** Facets that it must have, as search_facets knows them. */
  facets: string[];
  /** The text of a tsquery for the decades that its year may lie in, '' for any. */
  decades: string;
  /** Of the other columns. */
  columns: Prisma.Sql[];
  prices: PriceValues | null;
};

/** More decades than this are not worth a look into the index. */
const MOST_DECADES = 40;
const FIRST_YEAR = 0;
const LAST_YEAR = 9999;

/** The conditions of a query; `tier` says how well the words must match. */
export function conditionsOf(
  query: SearchQuery,
  question: Question,
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
    decades: decadesQuery(query),
    columns: [
      ...(query.available ? [Prisma.sql`s.available`] : []),
      ...(from === null && to === null
        ? []
        : [Prisma.sql`s.year BETWEEN ${from ?? FIRST_YEAR}::int AND ${to ?? LAST_YEAR}::int`]),
    ],
    prices,
  };
}

/** Does every public work fulfil them? */
export const isEverything = ({ words, facets, columns, prices }: Conditions): boolean =>
  words === '' && facets.length === 0 && columns.length === 0 && prices === null;

/** The decades that the years lie in: a little more than is asked for, but from the index. */
function decadesQuery({ from, to }: SearchQuery): string {
  if (from === null && to === null) return '';
  if (from !== null && from === to) return lexeme(`#year:${from}`);
  const first = Math.floor((from ?? FIRST_YEAR) / 10);
  const last = Math.floor((to ?? new Date().getFullYear() + 1) / 10);
  if (last < first || last - first >= MOST_DECADES) return '';
  const decades = Array.from({ length: last - first + 1 }, (_, index) => lexeme(`#decade:${first + index}`));
  return `(${decades.join(' | ')})`;
}

/**
 * All of them as part of a WHERE, looked up in indexes.
 * @param more a further tsquery, '' for none
 */
export function byIndex({ words, facets, decades, columns, prices }: Conditions, more = ''): Prisma.Sql {
  const indexed = [words, ...facets.map(lexeme), decades, more].filter((part) => part !== '').join(' & ');
  const parts = [...(indexed === '' ? [] : [Prisma.sql`s.doc @@ ${indexed}::tsquery`]), ...columns];
  if (prices === null) return all(parts);
  // Prices have an index on posts alone: see the migration.
  const byPrice = Prisma.sql`s.post_id IN (SELECT id FROM posts WHERE ${isPublic} AND price_value ${between(prices)})`;
  return all([...parts, indexed === '' ? byPrice : Prisma.sql`s.price_value ${between(prices)}`]);
}

/** The same, looked at in each row; the words at last, since they are kept apart from it. */
export function byRow({ words, facets, columns, prices }: Conditions): Prisma.Sql {
  return all([
    ...columns,
    ...(prices === null ? [] : [Prisma.sql`s.price_value ${between(prices)}`]),
    ...(facets.length === 0 ? [] : [Prisma.sql`s.facets @> ${numbersOf(facets)}`]),
    // The function behind @@, for which no index is used.
    ...(words === '' ? [] : [Prisma.sql`ts_match_vq(s.doc, ${words}::tsquery)`]),
  ]);
}

/** NULL, which no work fulfils, when one of them was never seen. */
function numbersOf(facets: readonly string[]): Prisma.Sql {
  const names = [...new Set(facets)];
  return Prisma.sql`(
    SELECT CASE WHEN count(*) = ${names.length}::int THEN array_agg(id) END FROM search_facets WHERE facet = ANY(${names}))`;
}

export const between = ({ from, to }: PriceValues): Prisma.Sql =>
  Prisma.sql`BETWEEN ${String(from)}::float8 AND ${String(to)}::float8`;

const all = (parts: Prisma.Sql[]) => (parts.length === 0 ? Prisma.sql`TRUE` : Prisma.join(parts, ' AND '));
