import { unstable_cache } from 'next/cache';
import { currentExchange } from '#lib/currency/queries.ts';
import { wallNote } from '#lib/domain/conversion.ts';
import type { ArtistView, PostPage, PostView, QuotedPage } from '#lib/domain/post-view.ts';
import type { Exchange } from '#lib/domain/quote.ts';
import { quotePage } from '#lib/domain/quote-page.ts';
import { getArtist, getPublicPost, listPublicPosts } from '#lib/posts/queries.ts';
import { cursorSchema } from '#lib/schemas/posts.ts';

/**
 * What the cached pages show. The tags given here become those of the whole page, by which a sale or
 * a change makes it new; without any, a page is drawn again after ten minutes.
 */
const TEN_MINUTES = 600;

export type Wall = { page: QuotedPage; note: string | null };

/** One page of the gallery for visitors with this currency, or null for a cursor that is none. */
export async function cachedGallery(currency: string, after: string | null): Promise<Wall | null> {
  const cursor = after === null ? undefined : cursorSchema.safeParse(after).data;
  if (after !== null && !cursor) return null;
  const load = unstable_cache(() => listPublicPosts({ after: cursor }), ['gallery', after ?? ''], {
    tags: ['gallery', 'posts'],
    revalidate: TEN_MINUTES,
  });
  return inCurrency(await load(), currency);
}

/** A public post by its slug, which never changes; a missing one is remembered too, until it is there. */
export async function cachedPost(slug: string): Promise<PostView | null> {
  const load = unstable_cache(() => getPublicPost(slug), ['post', slug], {
    tags: [`post:${slug}`, 'posts'],
    revalidate: TEN_MINUTES,
  });
  return load();
}

export async function cachedArtist(
  currency: string,
  username: string,
  after: string | null,
): Promise<({ artist: ArtistView } & Wall) | null> {
  const cursor = after === null ? undefined : cursorSchema.safeParse(after).data;
  if (after !== null && !cursor) return null;
  const load = unstable_cache(
    async () => {
      const found = await getArtist(username);
      if (!found) return null;
      const { id, ...artist } = found;
      return { artist, page: await listPublicPosts({ artistId: id, after: cursor }) };
    },
    ['artist', username, after ?? ''],
    { tags: [`artist:${username.toLowerCase()}`, 'posts'], revalidate: TEN_MINUTES },
  );
  const found = await load();
  return found && { artist: found.artist, ...(await inCurrency(found.page, currency)) };
}

/** The rates in use. New ones make every copy of every page new. */
export async function cachedExchange(): Promise<Exchange> {
  const load = unstable_cache(currentExchange, ['exchange'], { tags: ['rates'], revalidate: TEN_MINUTES });
  return load();
}

async function inCurrency(page: PostPage, currency: string): Promise<Wall> {
  const exchange = await cachedExchange();
  const quoted = quotePage(page, currency, exchange);
  return { page: quoted, note: wallNote(quoted, currency, exchange, new Date()) };
}
