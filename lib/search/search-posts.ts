import type { PostCardDto } from '#lib/domain/posts/post-dto.ts';
import type { SearchQuery, SearchResultCard } from '#lib/domain/search/search.ts';
import { loadCards, PAGE_SIZE } from '#lib/posts/queries.ts';
import { conditionsOf, type PriceValues } from './conditions.ts';
import { listBest } from './list-best.ts';
import { listKeys } from './list-keys.ts';
import { markMatches } from './mark-matches.ts';
import { parseWords } from './parse-words.ts';
import { type SearchCursor, writeCursor } from './search-cursor.ts';

export type UnquotedPage = {
  posts: (PostCardDto & Pick<SearchResultCard, 'marked'>)[];
  next: string | null;
  corrected: string | null;
};

/**
 * One page of the public posts that match a query, in its order; keyset pagination.
 * @param prices the query's price range as stored values; null without one.
 */
export async function searchPosts(
  query: SearchQuery,
  { prices = null, after = null }: { prices?: PriceValues | null; after?: SearchCursor | null } = {},
): Promise<UnquotedPage> {
  const parsed = await parseWords(query);
  const parts = await listSorted(query.sort);
  const keys = parts.flatMap(({ keys: partKeys, by }) => partKeys.map((key) => ({ ...key, by })));
  const page = keys.slice(0, PAGE_SIZE);
  const ids = page.map(({ id }) => id);
  const [cards, marked] = await Promise.all([loadCards(ids), markMatches(ids, parsed.terms)]);
  const last = page.at(-1);
  return {
    posts: cards.map((card) => ({ ...card, marked: marked.get(card.id) ?? unmarked(card) })),
    next: keys.length > PAGE_SIZE && last ? writeCursor(last) : null,
    corrected: page.length > 0 ? parsed.corrected : null,
  };

  async function listSorted(sort: SearchQuery['sort']) {
    const limit = PAGE_SIZE + 1;
    if (sort === 'best' && parsed.terms.length > 0) return listBest(query, parsed, prices, after, limit);
    const conditions = conditionsOf(query, parsed, prices, 2);
    return [{ keys: await listKeys(conditions, sort === 'best' ? 'newest' : sort, after, limit), by: 'key' as const }];
  }
}

const unmarked = ({ title, artist }: PostCardDto): SearchResultCard['marked'] => ({
  title: [{ text: title, isMatch: false }],
  artist: [{ text: artist.displayName, isMatch: false }],
  excerpt: null,
});
