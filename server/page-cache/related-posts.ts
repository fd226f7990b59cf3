import { quotePage } from '#lib/domain/exchange/quote-page.ts';
import type { PostCardDto, PostDto, QuotedCardDto } from '#lib/domain/posts/post-dto.ts';
import { loadCards, loadCardsForSale } from '#lib/posts/queries.ts';
import { listMoreByArtist } from '#lib/posts/related/list-more-by-artist.ts';
import { listSimilar } from '#lib/posts/related/list-similar.ts';
import { cached } from './cached.ts';
import { cachedExchange } from './public-posts.ts';

/** As many as a wide screen shows without scrolling. */
const MAX_SHOWN = 7;
/** Some more, so that those which were sold or hidden since can be left out. */
const MAX_CANDIDATES = 14;

export type RelatedPosts = {
  /** Other works of the artist, those for sale first. */
  more: QuotedCardDto[];
  /** Works for sale of other artists. */
  similar: QuotedCardDto[];
};

/** What the page of a work leads on to, in a visitor's currency. */
export async function cachedRelatedPosts(post: PostDto, currency: string): Promise<RelatedPosts> {
  const [more, similar, exchange] = await Promise.all([moreByArtist(post), similarPosts(post), cachedExchange()]);
  const quoted = (posts: PostCardDto[]) => quotePage({ posts, next: null }, currency, exchange).posts;
  return { more: quoted(more), similar: quoted(similar) };
}

const moreByArtist = ({ id, artist }: PostDto): Promise<PostCardDto[]> =>
  cached(['more by artist', id], [`artist:${artist.username.toLowerCase()}`, 'posts'], async () =>
    loadCards(await listMoreByArtist(id, MAX_SHOWN)),
  );

/**
 * Which works are similar is found every ten minutes at most; the page has the tags of all of them, so that one which is
 * sold, held or hidden meanwhile is shown as it is now, or leaves.
 */
async function similarPosts({ id, slug }: PostDto): Promise<PostCardDto[]> {
  const found = await cached(['similar', id], [`post:${slug}`, 'posts'], () => listSimilar(id, MAX_CANDIDATES));
  if (found.length === 0) return [];
  const cards = await cached(
    ['cards for sale', ...found.map((one) => one.id)],
    [...found.map((one) => `post:${one.slug}`), 'posts'],
    () => loadCardsForSale(found.map((one) => one.id)),
  );
  return cards.slice(0, MAX_SHOWN);
}
