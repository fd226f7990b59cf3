import type { Money } from '../money/money.ts';
import type { OrderAmounts } from '../sale/order-amounts.ts';
import type { OrderStatus, PostStatus } from '../sale/sale.ts';

/** What components are given: plain values that survive JSON. Times are ISO 8601 strings in UTC. */
export type PictureDto = {
  id: string;
  key: string;
  width: number;
  height: number;
  widths: number[];
  /** Is there an AVIF in each width too? */
  avif: boolean;
  /** See lib/domain/pictures/placeholder.ts. */
  placeholder: string;
  alt: string;
};

export type ArtistDto = { username: string; displayName: string; bio: string };

/** A post as the gallery shows it. */
export type PostCardDto = {
  id: string;
  slug: string;
  title: string;
  artist: { username: string; displayName: string };
  /** The artist's. */
  price: Money;
  status: PostStatus;
  heldUntil: string | null;
  listedAt: string;
  picture: PictureDto | null;
};

/** A post with everything that its page shows. */
export type PostDto = PostCardDto & {
  description: string;
  content: string;
  tags: string[];
  medium: string | null;
  year: number | null;
  dimensions: string | null;
  soldAt: string | null;
  artist: ArtistDto;
  pictures: PictureDto[];
};

/** One page of the gallery; `next` is the cursor for the following page, null at the end. */
export type PostPage = { posts: PostCardDto[]; next: string | null };

/** A card with what the visitor sees and pays. */
export type QuotedCardDto = PostCardDto & { shown: Money };
export type QuotedPage = { posts: QuotedCardDto[]; next: string | null };

/** An order as its page shows it to whoever has the link. */
export type OrderDto = OrderAmounts & {
  id: string;
  status: OrderStatus;
  heldUntil: string;
  checkoutUrl: string | null;
  buyerEmail: string | null;
  /** What has gone back or is on its way back so far. */
  refunded: Money;
  /** Was the whole to be given back, although it has not all gone yet? */
  refundRequested: boolean;
  paidAt: string | null;
  createdAt: string;
  post: {
    id: string;
    slug: string;
    title: string;
    artist: { username: string; displayName: string };
    picture: PictureDto | null;
  };
};
