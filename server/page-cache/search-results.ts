import { pricesNote } from '#lib/domain/exchange/conversion.ts';
import { type PriceRange, valueRange } from '#lib/domain/exchange/price-value.ts';
import { quotePage } from '#lib/domain/exchange/quote-page.ts';
import {
  EVERYTHING,
  type FoundPage,
  type SearchCounts,
  type SearchQuery,
  type Suggestions,
  searchParams,
  type ZeroResultSuggestion,
} from '#lib/domain/search/search.ts';
import { priceRange } from '#lib/schemas/post-list.ts';
import { countFound } from '#lib/search/count-found.ts';
import { parseCursor } from '#lib/search/search-cursor.ts';
import { searchPosts } from '#lib/search/search-posts.ts';
import { suggest } from '#lib/search/suggest.ts';
import { activeFilters } from '#lib/view/active-filters.ts';
import { cached } from './cached.ts';
import { cachedExchange } from './public-posts.ts';

const OF_WORKS = ['gallery', 'posts', 'rates'];

/** A price bound in a currency without a rate is not one that works can be compared with: it is left out. */
async function pricesOf({ min, max }: SearchQuery, currency: string) {
  if (min === null && max === null) return null;
  const range: PriceRange = priceRange(
    { min: min === null ? undefined : Number(min), max: max === null ? undefined : Number(max) },
    currency,
  );
  return valueRange(range, await cachedExchange());
}

/** What an answer depends on: prices mean something else in each currency. */
const keyOf = (query: SearchQuery, currency: string) =>
  `${searchParams(query)}\n${query.min === null && query.max === null ? '' : currency}`;

/** One page of what is found, for visitors with this currency; null for a cursor that is none. */
export async function cachedSearchPage(
  currency: string,
  query: SearchQuery,
  after: string | null,
): Promise<{ page: FoundPage; note: string | null } | null> {
  const cursor = after === null ? null : parseCursor(after);
  if (after !== null && !cursor) return null;
  const load = async () => searchPosts(query, { prices: await pricesOf(query, currency), after: cursor });
  const [found, exchange] = await Promise.all([
    cached(['search', keyOf(query, currency), after ?? ''], OF_WORKS, load),
    cachedExchange(),
  ]);
  const page: FoundPage = { ...found, ...quotePage(found, currency, exchange) };
  return { page, note: pricesNote(page, currency, exchange, new Date()) };
}

/** How many works a query finds, and with which properties. */
export async function cachedSearchCounts(currency: string, query: SearchQuery): Promise<SearchCounts> {
  // The order of the works changes no number.
  const key = keyOf({ ...query, sort: 'newest' }, currency);
  return cached(['search-counts', key], OF_WORKS, async () => countFound(query, await pricesOf(query, currency)));
}

/** All that the page of a search shows; null for a cursor that is none. */
export async function cachedSearch(currency: string, query: SearchQuery, after: string | null = null) {
  const [found, counts] = await Promise.all([
    cachedSearchPage(currency, query, after),
    cachedSearchCounts(currency, query),
  ]);
  if (!found) return null;
  return { ...found, counts, ways: found.page.posts.length > 0 ? [] : await waysOut(currency, query) };
}

/** More words than this are not tried one by one. */
const MOST_WORDS = 6;
/** So many letters of a word that nothing is like may still be right. */
const SURE_LETTERS = 3;

/** Searches near one that finds nothing, each of which finds something. */
async function waysOut(currency: string, query: SearchQuery): Promise<ZeroResultSuggestion[]> {
  const words = [...new Set(query.q.split(' '))].slice(0, MOST_WORDS);
  const near = [
    ...activeFilters(query, currency, null).map(({ label, without }) => ({
      kind: 'filter' as const,
      label,
      query: without,
    })),
    ...(words.length < 2 ? [] : words.map((q) => ({ kind: 'word' as const, label: q, query: { ...query, q } }))),
  ];
  const counted = await Promise.all(
    near.map(async (way) => ({ ...way, works: (await cachedSearchCounts(currency, way.query)).total })),
  );
  const ways: ZeroResultSuggestion[] = counted.filter(({ works }) => works.count > 0);
  if (ways.length > 0 || query.q === '') return ways;
  const guesses = await cachedSuggestions([...query.q].slice(0, SURE_LETTERS).join(''));
  return guesses.words.map((q) => ({
    kind: 'guess',
    label: q,
    query: { ...EVERYTHING, q, sort: 'best' },
    works: null,
  }));
}

/** What may be meant by what has been typed so far. */
export async function cachedSuggestions(typed: string): Promise<Suggestions> {
  return cached(['suggest', typed.toLowerCase()], OF_WORKS, () => suggest(typed));
}
