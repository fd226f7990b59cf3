import { createHash } from 'node:crypto';
import { cardPictures, OPEN_GRAPH_SIZE, type OpenGraphCard, type OpenGraphKind } from '#lib/domain/open-graph.ts';
import type { ArtistDto, PostCardDto, PostDto } from '#lib/domain/posts/post-dto.ts';

const VERSION_DIGITS = 16;

/** The path of a page's Open Graph picture. A picture that shows anything else has another path. */
export function openGraphPath(kind: OpenGraphKind, id: string, card: OpenGraphCard): string {
  const version = createHash('sha256').update(JSON.stringify(card)).digest('hex').slice(0, VERSION_DIGITS);
  return `/open-graph/${kind}/${encodeURIComponent(id)}/${version}.jpg`;
}

/** The `images` of Next's metadata. */
export const openGraphImages = (kind: OpenGraphKind, id: string, card: OpenGraphCard) => [
  {
    url: openGraphPath(kind, id, card),
    ...OPEN_GRAPH_SIZE,
    type: 'image/jpeg',
    alt: [card.title, card.line].filter(Boolean).join(', '),
  },
];

export const workCard = (post: Pick<PostDto, 'title' | 'artist' | 'picture'>, shop: string): OpenGraphCard => ({
  title: post.title,
  line: post.artist.displayName,
  shop,
  portrait: null,
  layout: 'one',
  pictures: cardPictures([post.picture]),
});

type WithPicture = Pick<PostCardDto, 'picture'>;
const firstPictures = (posts: readonly WithPicture[]) => cardPictures(posts.map(({ picture }) => picture));

export const artistCard = (
  artist: Pick<ArtistDto, 'displayName' | 'place' | 'portrait'>,
  posts: readonly WithPicture[],
  shop: string,
): OpenGraphCard => ({
  title: artist.displayName,
  line: artist.place,
  shop,
  portrait: artist.portrait,
  layout: 'row',
  pictures: firstPictures(posts),
});

export const collectionCard = (title: string, posts: readonly WithPicture[], shop: string): OpenGraphCard => ({
  title,
  line: '',
  shop,
  portrait: null,
  layout: 'row',
  pictures: firstPictures(posts),
});

export const shopCard = (name: string, tagline: string, posts: readonly WithPicture[]): OpenGraphCard => ({
  title: name,
  line: tagline,
  shop: '',
  portrait: null,
  layout: 'row',
  pictures: firstPictures(posts),
});
