import { valueRange } from '#lib/domain/exchange/price-value.ts';
import { quotePage } from '#lib/domain/exchange/quote-page.ts';
import type { PostPage, QuotedPage } from '#lib/domain/posts/post-dto.ts';
import { listByPrice } from '#lib/posts/list-by-price.ts';
import { listByVisitors } from '#lib/posts/list-by-visitors.ts';
import { type PostListQuery, postListParams, priceRange } from '#lib/schemas/post-list.ts';
import { cached } from './cached.ts';
import { cachedArtist, cachedExchange, cachedGallery } from './public-posts.ts';

const POST_TAGS = ['gallery', 'posts'];

/** Why there is no such list. */
export type ListProblem = 'no-artist' | 'no-rate';

/** A page of posts in some order, for visitors with this currency. @param after the query's cursor as it was sent */
export async function cachedPostList(
  query: PostListQuery,
  currency: string,
  after: string | null,
): Promise<QuotedPage | ListProblem> {
  switch (query.sort) {
    case 'newest': {
      if (query.artist === undefined) return (await cachedGallery(currency, after))?.page ?? { posts: [], next: null };
      return (await cachedArtist(currency, query.artist, after))?.page ?? 'no-artist';
    }
    case 'views':
    case 'week':
      return quoted(
        await cached(['list', postListParams(query, after)], POST_TAGS, () => listByVisitors(query)),
        currency,
      );
    case 'price-up':
    case 'price-down':
      return byPrice(query, currency, after);
  }
}

async function byPrice(
  query: Extract<PostListQuery, { sort: 'price-up' | 'price-down' }>,
  currency: string,
  after: string | null,
): Promise<QuotedPage | ListProblem> {
  const values = valueRange(priceRange(query, currency), await cachedExchange());
  if (!values) return 'no-rate';
  const direction = query.sort === 'price-up' ? 'up' : 'down';
  const isBounded = query.min !== undefined || query.max !== undefined;
  // Without bounds the list is the same in every currency; bounds depend on the rates.
  const key = ['list', postListParams(query, after), isBounded ? currency : ''];
  const load = () => listByPrice({ direction, ...values, after: query.after });
  return quoted(await cached(key, [...POST_TAGS, 'rates'], load), currency);
}

async function quoted(page: PostPage, currency: string): Promise<QuotedPage> {
  return quotePage(page, currency, await cachedExchange());
}
