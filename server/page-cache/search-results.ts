import { pricesNote } from '#lib/domain/exchange/conversion.ts';
import { type PriceRange, valueRange } from '#lib/domain/exchange/price-value.ts';
import { quotePage } from '#lib/domain/exchange/quote-page.ts';
import {
  EVERYTHING,
  type SearchCounts,
  type SearchQuery,
  type SearchResultPage,
  type SearchResults,
  type Suggestions,
  searchParams,
  type ZeroResultSuggestion,
} from '#lib/domain/search/search.ts';
import { priceRange } from '#lib/schemas/post-list.ts';
import { countResults } from '#lib/search/count-results.ts';
import { parseCursor } from '#lib/search/search-cursor.ts';
import { searchPosts } from '#lib/search/search-posts.ts';
import { suggest } from '#lib/search/suggest.ts';
import { activeFilters } from '#lib/view/active-filters.ts';
import { cached } from './cached.ts';
import { cachedExchange } from './public-posts.ts';

const POST_TAGS = ['gallery', 'posts', 'rates'];

/** Without a rate for the currency, prices cannot be compared with a bound: it is left out. */
async function pricesOf({ min, max }: SearchQuery, currency: string) {
  if (min === null && max === null) return null;
  const range: PriceRange = priceRange(
    { min: min === null ? undefined : Number(min), max: max === null ? undefined : Number(max) },
    currency,
  );
  return valueRange(range, await cachedExchange());
}

/** What a result depends on: price bounds mean something else in each currency. */
const keyOf = (query: SearchQuery, currency: string) =>
  `${searchParams(query)}\n${query.min === null && query.max === null ? '' : currency}`;

/** One page of results, for visitors with this currency; null for an invalid cursor. */
async function cachedSearchPage(
  currency: string,
  query: SearchQuery,
  after: string | null,
): Promise<{ page: SearchResultPage; note: string | null } | null> {
  const cursor = after === null ? null : parseCursor(after);
  if (after !== null && !cursor) return null;
  const load = async () => searchPosts(query, { prices: await pricesOf(query, currency), after: cursor });
  const [found, exchange] = await Promise.all([
    cached(['search', keyOf(query, currency), after ?? ''], POST_TAGS, load),
    cachedExchange(),
  ]);
  const page: SearchResultPage = { ...found, ...quotePage(found, currency, exchange) };
  return { page, note: pricesNote(page, currency, exchange, new Date()) };
}

/** The number of results, in all and for each value of each filter. */
export async function cachedSearchCounts(currency: string, query: SearchQuery): Promise<SearchCounts> {
  // The order changes no number.
  const key = keyOf({ ...query, sort: 'newest' }, currency);
  return cached(['search-counts', key], POST_TAGS, async () => countResults(query, await pricesOf(query, currency)));
}

/** All that the page of a search shows; null for an invalid cursor. */
export async function cachedSearch(
  currency: string,
  query: SearchQuery,
  after: string | null = null,
): Promise<SearchResults | null> {
  const [found, counts] = await Promise.all([
    cachedSearchPage(currency, query, after),
    cachedSearchCounts(currency, query),
  ]);
  return found && { query, ...found, counts, suggestions: await suggestionsFor(currency, query, found.page) };
}

/** The same without the counts, which are a list of their own for programs. */
export async function cachedSearchList(
  currency: string,
  query: SearchQuery,
  after: string | null,
): Promise<Omit<SearchResults, 'counts'> | null> {
  const found = await cachedSearchPage(currency, query, after);
  return found && { query, ...found, suggestions: await suggestionsFor(currency, query, found.page) };
}

const suggestionsFor = async (currency: string, query: SearchQuery, { posts }: SearchResultPage) =>
  posts.length > 0 ? [] : zeroResultSuggestions(currency, query);

/** More words than this are not tried one by one. */
const MAX_WORDS = 6;
/** The first letters of an unknown word that are probably right. */
const SURE_LETTERS = 3;

/** Searches close to one without results; each of them has results. */
async function zeroResultSuggestions(currency: string, query: SearchQuery): Promise<ZeroResultSuggestion[]> {
  const words = [...new Set(query.q.split(' '))].slice(0, MAX_WORDS);
  const near = [
    ...activeFilters(query, currency, null).map(({ label, without }) => ({
      kind: 'filter' as const,
      label,
      query: without,
    })),
    ...(words.length < 2 ? [] : words.map((q) => ({ kind: 'word' as const, label: q, query: { ...query, q } }))),
  ];
  const counted = await Promise.all(
    near.map(async (one) => ({ ...one, works: (await cachedSearchCounts(currency, one.query)).total })),
  );
  const suggestions: ZeroResultSuggestion[] = counted.filter(({ works }) => works.count > 0);
  if (suggestions.length > 0 || query.q === '') return suggestions;
  const guesses = await cachedSuggestions([...query.q].slice(0, SURE_LETTERS).join(''));
  return guesses.words.map((q) => ({
    kind: 'guess',
    label: q,
    query: { ...EVERYTHING, q, sort: 'best' },
    works: null,
  }));
}

/** Completions of the text typed into the search field. */
export async function cachedSuggestions(typed: string): Promise<Suggestions> {
  return cached(['suggest', typed.toLowerCase()], POST_TAGS, () => suggest(typed));
}
