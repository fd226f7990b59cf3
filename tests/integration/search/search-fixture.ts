import { db } from '#lib/db.ts';
import { EVERYTHING, type SearchCounts, type SearchQuery } from '#lib/domain/search/search.ts';
import type { PriceValues } from '#lib/search/conditions.ts';
import { countResults } from '#lib/search/count-results.ts';
import { parseCursor } from '#lib/search/search-cursor.ts';
import { searchPosts, type UnquotedPage } from '#lib/search/search-posts.ts';
import { type CreatedPost, makePost } from '../../support/database/factories.ts';

/** The query of a search URL with these values; with words, the best match comes first. */
export const searchQuery = (changes: Partial<SearchQuery>): SearchQuery => ({
  ...EVERYTHING,
  sort: changes.q ? 'best' : 'newest',
  ...changes,
});

export const search = (changes: Partial<SearchQuery>, prices: PriceValues | null = null): Promise<UnquotedPage> =>
  searchPosts(searchQuery(changes), { prices });

/** Titles in the order of the results. */
export async function titles(changes: Partial<SearchQuery>, prices: PriceValues | null = null): Promise<string[]> {
  return (await search(changes, prices)).posts.map(({ title }) => title);
}

export const countWorks = (changes: Partial<SearchQuery>, prices: PriceValues | null = null): Promise<SearchCounts> =>
  countResults(searchQuery(changes), prices);

/** The ids of all pages of a query, with a callback between two pages. */
export async function allPages(
  changes: Partial<SearchQuery>,
  between: (page: number) => Promise<unknown> = async () => {},
): Promise<string[]> {
  const ids: string[] = [];
  let after: string | null = null;
  let page = 0;
  do {
    const cursor = after === null ? null : parseCursor(after);
    if (after !== null && cursor === null) throw new Error(`“${after}” is not a cursor`);
    const { posts, next }: UnquotedPage = await searchPosts(searchQuery(changes), { after: cursor });
    ids.push(...posts.map(({ id }) => id));
    after = next;
    if (after !== null) await between(page++);
  } while (after !== null);
  return ids;
}

/** Adds a work with a title and other values in one transaction, as a command does. */
export const addWork = (title: string, changes: Parameters<typeof makePost>[0] = {}): Promise<CreatedPost> =>
  makePost({ title, ...changes });

/** Updates the planner's statistics, as autovacuum does. */
export const analyze = () => db().$executeRaw`ANALYZE posts, post_search`;
