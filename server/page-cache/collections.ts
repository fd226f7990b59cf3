import { getCurrentCollection, listCurrentCollections } from '#lib/collections/queries.ts';
import { type CollectionDto, dayOf } from '#lib/domain/collections.ts';
import { quotePage } from '#lib/domain/exchange/quote-page.ts';
import type { PostCardDto, QuotedCardDto } from '#lib/domain/posts/post-dto.ts';
import { isSlug } from '#lib/domain/posts/slug.ts';
import { cached } from './cached.ts';
import { cachedExchange } from './public-posts.ts';

/** Every change of a public work: it may be in any of them, and of these there are few. */
const TAGS = ['collections', 'gallery', 'posts'];

/** The collections of the home page. The day is part of the key, and a page is ten minutes old at most. */
export async function cachedCollections(): Promise<(CollectionDto & { first: PostCardDto })[]> {
  const day = dayOf(new Date());
  return cached(['collections', day], TAGS, () => listCurrentCollections(day));
}

/** A current collection with its works in a visitor's currency, or null. */
export async function cachedCollection(
  currency: string,
  slug: string,
): Promise<{ collection: CollectionDto; posts: QuotedCardDto[] } | null> {
  if (!isSlug(slug)) return null;
  const day = dayOf(new Date());
  const found = await cached(['collection', slug, day], TAGS, () => getCurrentCollection(slug, day));
  if (!found) return null;
  const { posts } = quotePage({ posts: found.posts, next: null }, currency, await cachedExchange());
  return { collection: found.collection, posts };
}
