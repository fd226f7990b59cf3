import type { NextRequest } from 'next/server';
import { currentExchange } from '#lib/currency/queries.ts';
import type { PostPage } from '#lib/domain/post-view.ts';
import { valueRange } from '#lib/domain/price-value.ts';
import type { Exchange } from '#lib/domain/quote.ts';
import { quotePage } from '#lib/domain/quote-page.ts';
import { visitorsCurrency } from '#lib/http/visitors-currency.ts';
import { listByPrice } from '#lib/posts/list-by-price.ts';
import { listByVisitors } from '#lib/posts/list-by-visitors.ts';
import { getArtist, listPublicPosts } from '#lib/posts/queries.ts';
import { type PostListQuery, postListSchema, priceRange } from '#lib/schemas/post-list.ts';

/**
 * The gallery as JSON, a page at a time: see docs/api.md. Prices are the artists' own (`price`) and what the visitor
 * pays (`shown`).
 */
export async function GET({ nextUrl, headers }: NextRequest): Promise<Response> {
  const parsed = postListSchema.safeParse(Object.fromEntries(nextUrl.searchParams));
  if (!parsed.success) return problem(400, parsed.error.issues[0]?.message ?? 'This cannot be answered.');
  const query = parsed.data;
  const currency = query.currency ?? visitorsCurrency(headers);
  const exchange = await currentExchange();
  const page = await listed(query, currency, exchange);
  if (page instanceof Response) return page;
  return Response.json(quotePage(page, currency, exchange), { headers: { 'cache-control': 'private, no-cache' } });
}

async function listed(query: PostListQuery, currency: string, exchange: Exchange): Promise<PostPage | Response> {
  switch (query.sort) {
    case 'newest':
      return newest(query);
    case 'views':
    case 'week':
      return listByVisitors(query);
    case 'price-up':
    case 'price-down':
      return byPrice(query, currency, exchange);
  }
}

async function newest({
  after,
  artist: username,
}: Extract<PostListQuery, { sort: 'newest' }>): Promise<PostPage | Response> {
  if (username === undefined) return listPublicPosts({ after });
  const artist = await getArtist(username);
  return artist ? listPublicPosts({ after, artistId: artist.id }) : problem(404, 'There is no such artist.');
}

async function byPrice(
  query: Extract<PostListQuery, { sort: 'price-up' | 'price-down' }>,
  currency: string,
  exchange: Exchange,
): Promise<PostPage | Response> {
  const values = valueRange(priceRange(query, currency), exchange);
  if (!values) return problem(400, `No exchange rate is known for ${currency}, so prices cannot be filtered by it.`);
  const direction = query.sort === 'price-up' ? 'up' : 'down';
  return listByPrice({ direction, ...values, after: query.after });
}

const problem = (status: number, error: string) => Response.json({ error }, { status });
