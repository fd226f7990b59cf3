import { domainToUnicode } from 'node:url';
import type { Prisma } from '#lib/db.ts';
import { moneyOf } from '#lib/domain/money/money.ts';
import type { ArtistDto, ArtistName, PictureDto, PostCardDto, PostDto } from '#lib/domain/posts/post-dto.ts';
import { shownHost } from '#lib/domain/profile-link.ts';

export const pictureColumns = {
  id: true,
  key: true,
  width: true,
  height: true,
  widths: true,
  avif: true,
  placeholder: true,
  alt: true,
} as const;

/** The columns of an artist who is named. */
export const artistColumns = { username: true, displayName: true, portraitKey: true } as const;

/** The columns of a post that a card needs. */
export const cardColumns = {
  id: true,
  slug: true,
  title: true,
  priceAmount: true,
  priceCurrency: true,
  status: true,
  heldUntil: true,
  listedAt: true,
  createdAt: true,
  artist: { select: artistColumns },
  images: { select: pictureColumns, orderBy: { position: 'asc' }, take: 1 },
} as const satisfies Prisma.PostSelect;

export const postColumns = {
  ...cardColumns,
  description: true,
  content: true,
  tags: true,
  medium: true,
  year: true,
  dimensions: true,
  soldAt: true,
  artist: { select: { ...artistColumns, bio: true, place: true } },
  images: { select: pictureColumns, orderBy: { position: 'asc' } },
} as const satisfies Prisma.PostSelect;

type CardRow = Prisma.PostGetPayload<{ select: typeof cardColumns }>;
type PostRow = Prisma.PostGetPayload<{ select: typeof postColumns }>;

export function toCard(row: CardRow): PostCardDto {
  const first: PictureDto | undefined = row.images[0];
  return {
    id: row.id,
    slug: row.slug,
    title: row.title,
    artist: toArtistName(row.artist),
    price: moneyOf({ amount: row.priceAmount, currency: row.priceCurrency }),
    status: row.status,
    heldUntil: row.heldUntil?.toISOString() ?? null,
    listedAt: (row.listedAt ?? row.createdAt).toISOString(),
    picture: first ?? null,
  };
}

export function toPost(row: PostRow): PostDto {
  return {
    ...toCard(row),
    description: row.description,
    content: row.content,
    tags: row.tags,
    medium: row.medium,
    year: row.year,
    dimensions: row.dimensions,
    soldAt: row.soldAt?.toISOString() ?? null,
    artist: { ...toArtistName(row.artist), bio: row.artist.bio, place: row.artist.place },
    pictures: row.images,
  };
}

type ArtistNameRow = { username: string; displayName: string; portraitKey: string | null };

export const toArtistName = ({ username, displayName, portraitKey }: ArtistNameRow): ArtistName => ({
  ...{ username, displayName },
  portrait: portraitKey,
});

type ArtistRow = ArtistNameRow & { bio: string; place: string; statement: string; links: string[] };

export function toArtist(row: ArtistRow): ArtistDto {
  const links = row.links.map((url) => {
    const { hostname } = new URL(url);
    return { url, label: shownHost(hostname, domainToUnicode(hostname)) };
  });
  return { ...toArtistName(row), bio: row.bio, place: row.place, statement: row.statement, links };
}
