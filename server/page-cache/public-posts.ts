import { currentExchange } from '#lib/currency/queries.ts';
import { pricesNote } from '#lib/domain/exchange/conversion.ts';
import type { Exchange } from '#lib/domain/exchange/quote.ts';
import { quotePage } from '#lib/domain/exchange/quote-page.ts';
import type { ArtistDto, PostDto, PostPage, QuotedPage } from '#lib/domain/posts/post-dto.ts';
import { isSlug } from '#lib/domain/posts/slug.ts';
import { findRenamedArtist, getArtist, getPublicPost, getSlug, listPublicPosts } from '#lib/posts/queries.ts';
import { cursorSchema } from '#lib/schemas/posts.ts';
import { SHOP_TAG } from '#lib/settings/known-shop.ts';
import { cached } from './cached.ts';

// The tags given here become those of the whole page. docs/caching.md lists them.

/** At least as wide as what sign-up, other services and catalogues may use. */
const IS_USERNAME = /^[\w.~-]{1,100}$/;

/** One page of a post grid, in a visitor's currency, and what has to be said about its prices. */
export type QuotedGrid = { page: QuotedPage; note: string | null };

/** One page of the gallery for visitors with this currency, or null for an invalid cursor. */
export async function cachedGallery(currency: string, after: string | null): Promise<QuotedGrid | null> {
  const cursor = after === null ? undefined : cursorSchema.safeParse(after).data;
  if (after !== null && !cursor) return null;
  const page = await cached(['gallery', after ?? ''], ['gallery', 'posts'], () => listPublicPosts({ after: cursor }));
  return inCurrency(page, currency);
}

/** A public post by its slug, which never changes. A missing post is cached too, until it is published. */
export async function cachedPost(slug: string): Promise<PostDto | null> {
  // Next keeps no tag that is longer than 256 characters, and warns of it.
  if (!isSlug(slug)) return null;
  return cached(['post', slug], [`post:${slug}`, 'posts'], () => getPublicPost(slug));
}

const MAX_SLUGS = 10_000;
const slugs = new Map<string, string>();

/** The same by its id, a UUID. */
export async function cachedPostById(id: string): Promise<PostDto | null> {
  const slug = slugs.get(id) ?? (await getSlug(id));
  if (slug === null) return null;
  if (slugs.size >= MAX_SLUGS) slugs.clear();
  slugs.set(id, slug);
  const post = await cachedPost(slug);
  // A draft that was deleted has left its slug to others.
  if (post && post.id !== id) slugs.delete(id);
  return post?.id === id ? post : null;
}

export async function cachedArtist(
  currency: string,
  username: string,
  after: string | null,
): Promise<({ artist: ArtistDto } & QuotedGrid) | null> {
  const cursor = after === null ? undefined : cursorSchema.safeParse(after).data;
  if ((after !== null && !cursor) || !IS_USERNAME.test(username)) return null;
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

/** The username that an artist has now, by one that they had before. */
export async function cachedRenamedArtist(username: string): Promise<string | null> {
  if (!IS_USERNAME.test(username)) return null;
  return cached(['renamed artist', username], [`artist:${username.toLowerCase()}`, 'posts'], () =>
    findRenamedArtist(username),
  );
}

/** The exchange rates in use, and how the host rounds. New ones refresh every cached page. */
export async function cachedExchange(): Promise<Exchange> {
  return cached(['exchange'], ['rates', SHOP_TAG], currentExchange);
}

async function inCurrency(page: PostPage, currency: string): Promise<QuotedGrid> {
  const exchange = await cachedExchange();
  const quoted = quotePage(page, currency, exchange);
  return { page: quoted, note: pricesNote(quoted, currency, exchange, new Date()) };
}
