import { currentExchange } from '#lib/currency/queries.ts';
import { pricesNote } from '#lib/domain/exchange/conversion.ts';
import type { Exchange } from '#lib/domain/exchange/quote.ts';
import { quotePage } from '#lib/domain/exchange/quote-page.ts';
import type { ArtistDto, PostDto, PostPage, QuotedPage } from '#lib/domain/posts/post-dto.ts';
import { getArtist, getPublicPost, listPublicPosts } from '#lib/posts/queries.ts';
import { cursorSchema } from '#lib/schemas/posts.ts';
import { cached } from './cached.ts';

/**
 * What the cached pages show. The tags given here become those of the whole page, by which a sale or
 * a change makes it new; without any, a page is drawn again after ten minutes.
 */
export type Wall = { page: QuotedPage; note: string | null };

/** One page of the gallery for visitors with this currency, or null for a cursor that is none. */
export async function cachedGallery(currency: string, after: string | null): Promise<Wall | null> {
  const cursor = after === null ? undefined : cursorSchema.safeParse(after).data;
  if (after !== null && !cursor) return null;
  const page = await cached(['gallery', after ?? ''], ['gallery', 'posts'], () => listPublicPosts({ after: cursor }));
  return inCurrency(page, currency);
}

/** A public post by its slug, which never changes; a missing one is remembered too, until it is there. */
export async function cachedPost(slug: string): Promise<PostDto | null> {
  return cached(['post', slug], [`post:${slug}`, 'posts'], () => getPublicPost(slug));
}

export async function cachedArtist(
  currency: string,
  username: string,
  after: string | null,
): Promise<({ artist: ArtistDto } & Wall) | null> {
  const cursor = after === null ? undefined : cursorSchema.safeParse(after).data;
  if (after !== null && !cursor) return null;
  const found = await cached(
    ['artist', username, after ?? ''],
    [`artist:${username.toLowerCase()}`, 'posts'],
    async () => {
      const known = await getArtist(username);
      if (!known) return null;
      const { id, ...artist } = known;
      return { artist, page: await listPublicPosts({ artistId: id, after: cursor }) };
    },
  );
  return found && { artist: found.artist, ...(await inCurrency(found.page, currency)) };
}

/** The rates in use. New ones make every copy of every page new. */
export async function cachedExchange(): Promise<Exchange> {
  return cached(['exchange'], ['rates'], currentExchange);
}

async function inCurrency(page: PostPage, currency: string): Promise<Wall> {
  const exchange = await cachedExchange();
  const quoted = quotePage(page, currency, exchange);
  return { page: quoted, note: pricesNote(quoted, currency, exchange, new Date()) };
}
