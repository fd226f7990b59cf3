import { db } from '#lib/db.ts';
import { EVERYTHING, type SearchCounts, type SearchQuery } from '#lib/domain/search/search.ts';
import type { PriceValues } from '#lib/search/conditions.ts';
import { countFound } from '#lib/search/count-found.ts';
import { parseCursor } from '#lib/search/search-cursor.ts';
import { searchPosts, type UnquotedPage } from '#lib/search/search-posts.ts';
import { type MadePost, makePost } from '../../support/database/factories.ts';

/** The query of an address with these values; with words the best match comes first. */
export const ask = (changes: Partial<SearchQuery>): SearchQuery => ({
  ...EVERYTHING,
  sort: changes.q ? 'best' : 'newest',
  ...changes,
});

export const found = (changes: Partial<SearchQuery>, prices: PriceValues | null = null): Promise<UnquotedPage> =>
  searchPosts(ask(changes), { prices });

/** Titles in their order. */
export async function titles(changes: Partial<SearchQuery>, prices: PriceValues | null = null): Promise<string[]> {
  return (await found(changes, prices)).posts.map(({ title }) => title);
}

export const counted = (changes: Partial<SearchQuery>, prices: PriceValues | null = null): Promise<SearchCounts> =>
  countFound(ask(changes), prices);

/** Page after page of the query, with something done between them. */
export async function allPages(
  changes: Partial<SearchQuery>,
  between: (page: number) => Promise<unknown> = async () => {},
): Promise<string[]> {
  const ids: string[] = [];
  let after: string | null = null;
  let page = 0;
  do {
    const cursor = after === null ? null : parseCursor(after);
    if (after !== null && cursor === null) throw new Error(`“${after}” is not understood`);
    const { posts, next }: UnquotedPage = await searchPosts(ask(changes), { after: cursor });
    ids.push(...posts.map(({ id }) => id));
    after = next;
    if (after !== null) await between(page++);
  } while (after !== null);
  return ids;
}

/** A work with a title and other values in one transaction, as a command makes it. */
export const add = (title: string, changes: Parameters<typeof makePost>[0] = {}): Promise<MadePost> =>
  makePost({ title, ...changes });

/** Makes the planner know what there is, as autovacuum does. */
export const analyze = () => db().$executeRaw`ANALYZE posts, post_search`;
