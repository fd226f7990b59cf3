import { Prisma } from '#lib/db.ts';
import type { SearchQuery } from '#lib/domain/search.ts';
import type { Question } from './read-question.ts';
import { lexeme, type Tier, termsQuery } from './search-term.ts';

/** Euros, as lib/domain/price-value.ts gives them; both included. */
export type PriceValues = { from: number; to: number };

/** What a work has to fulfil. */
export type Conditions = {
  /** For the index of post_search: the text of a tsquery, '' for none. */
  words: string;
  /** Beside it, on `s`, the row of post_search. */
  others: Prisma.Sql[];
  /** On `p`, that of posts. */
  ofPosts: Prisma.Sql[];
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
  const facets = [
    ...question.materials.map((material) => `#medium:${material}`),
    ...(question.tag === null ? [] : [`#tag:${question.tag}`]),
    ...(query.size === null ? [] : [`#size:${query.size}`]),
    ...(query.orientation === null ? [] : [`#orientation:${query.orientation}`]),
    ...(query.colour === null ? [] : [`#colour:${query.colour}`]),
    ...(query.artist === null ? [] : [`#artist:${query.artist.toLowerCase()}`]),
  ].map(lexeme);
  const words = [termsQuery(question.terms, tier), ...facets, yearsQuery(query)].filter((part) => part !== '');
  const { from, to } = query;
  return {
    words: words.join(' & '),
    others:
      from === null && to === null
        ? []
        : [Prisma.sql`s.year BETWEEN ${from ?? FIRST_YEAR}::int AND ${to ?? LAST_YEAR}::int`],
    ofPosts: [
      ...(query.available ? [Prisma.sql`p.status = 'LISTED'`] : []),
      ...(prices
        ? [Prisma.sql`p.price_value BETWEEN ${String(prices.from)}::float8 AND ${String(prices.to)}::float8`]
        : []),
    ],
  };
}

/** The decades that the years lie in: a little more than is asked for, but from the index. */
function yearsQuery({ from, to }: SearchQuery): string {
  if (from === null && to === null) return '';
  if (from !== null && from === to) return lexeme(`#year:${from}`);
  const first = Math.floor((from ?? FIRST_YEAR) / 10);
  const last = Math.floor((to ?? new Date().getFullYear() + 1) / 10);
  if (last < first || last - first >= MOST_DECADES) return '';
  const decades = Array.from({ length: last - first + 1 }, (_, index) => lexeme(`#decade:${first + index}`));
  return `(${decades.join(' | ')})`;
}

/** All of them as part of a WHERE, the words looked up in the index. */
export function byIndex({ words, others, ofPosts }: Conditions): Prisma.Sql {
  return all([...(words === '' ? [] : [Prisma.sql`s.doc @@ ${words}::tsquery`]), ...others, ...ofPosts]);
}

/** Those on `s`, looked at in each row: the function behind @@, for which no index is used. */
export function byRow({ words, others }: Conditions): Prisma.Sql {
  return all([...(words === '' ? [] : [Prisma.sql`ts_match_vq(s.doc, ${words}::tsquery)`]), ...others]);
}

export const all = (parts: Prisma.Sql[]) => (parts.length === 0 ? Prisma.sql`TRUE` : Prisma.join(parts, ' AND '));
