import { type PictureFormat, pictureUrl } from '#lib/domain/pictures/picture.ts';
import { PORTRAIT_WIDTHS } from '#lib/domain/pictures/portrait.ts';
import type { PictureDto, PostCardDto, PostDto, QuotedCardDto } from '#lib/domain/posts/post-dto.ts';
import type { OwnPostRow } from '#lib/posts/queries.ts';
import { POST_STATES } from '#lib/schemas/api/posts.ts';
import { absoluteUrl } from './absolute-url.ts';

/** What the shop's objects look like to programs: the schemas of lib/schemas/api. URLs are absolute. */

export function pictureResource({ id, alt, key, width, height, widths, avif }: PictureDto) {
  const formats: PictureFormat[] = avif ? ['avif', 'webp'] : ['webp'];
  const files = formats.flatMap((format) =>
    widths.map((each) => ({ url: absoluteUrl(pictureUrl(key, each, format)), type: `image/${format}`, width: each })),
  );
  return { id, alt, width, height, files };
}

/** The largest square of a portrait. @param key null without one */
export const portraitUrl = (key: string | null) => key && absoluteUrl(pictureUrl(key, PORTRAIT_WIDTHS[2]));

type Summarized = PostCardDto & { isWaiting?: boolean };

function summary({ id, slug, title, artist, price, status, heldUntil, listedAt, isWaiting = false }: Summarized) {
  return {
    ...{ id, slug, url: absoluteUrl(`/posts/${slug}`), title },
    artist: { username: artist.username, displayName: artist.displayName, portrait: portraitUrl(artist.portrait) },
    price,
    status: isWaiting ? 'waiting' : POST_STATES[status],
    isReserved: status === 'LISTED' && heldUntil !== null && Date.parse(heldUntil) > Date.now(),
    publishedAt: status === 'DRAFT' ? null : listedAt,
  };
}

export const postSummaryResource = (card: QuotedCardDto) => ({
  ...summary(card),
  shown: card.shown,
  picture: card.picture && pictureResource(card.picture),
});

export const ownPostResource = (row: OwnPostRow) => ({
  ...summary(row),
  picture: row.picture && pictureResource(row.picture),
  visitors: row.visitors,
  hiddenReason: row.hidden,
});

export function postResource(post: PostDto & { isWaiting?: boolean }) {
  const { description, content, tags, medium, year, dimensions, soldAt, pictures } = post;
  return {
    ...summary(post),
    ...{ description, content, tags, medium, year, dimensions, soldAt },
    pictures: pictures.map(pictureResource),
  };
}
