import type { Money } from '../money/money.ts';
import type { OrderAmounts } from '../sale/order-amounts.ts';
import type { OrderStatus, PostStatus } from '../sale/sale.ts';

/** DTOs are JSON-serializable. Times are ISO 8601 strings in UTC. */
export type PictureDto = {
  id: string;
  key: string;
  width: number;
  height: number;
  widths: number[];
  /** Whether there is an AVIF in each width as well. */
  avif: boolean;
  /** See lib/domain/pictures/placeholder.ts. */
  placeholder: string;
  alt: string;
};

/** An artist where they are only named. */
export type ArtistName = {
  username: string;
  displayName: string;
  /** The key of their portrait: lib/domain/pictures/portrait.ts; null without one. */
  portrait: string | null;
};

/** An artist on the page of a work. */
export type PostArtist = ArtistName & { bio: string; place: string };

/** An artist on their own page. */
export type ArtistDto = PostArtist & {
  statement: string;
  /** `label` is the host name as people read it. */
  links: { url: string; label: string }[];
};

/** A post in a grid. */
export type PostCardDto = {
  id: string;
  slug: string;
  title: string;
  artist: ArtistName;
  /** In the artist's currency. */
  price: Money;
  status: PostStatus;
  heldUntil: string | null;
  listedAt: string;
  picture: PictureDto | null;
};

/** A post with everything shown on its page. */
export type PostDto = PostCardDto & {
  description: string;
  content: string;
  tags: string[];
  medium: string | null;
  year: number | null;
  dimensions: string | null;
  soldAt: string | null;
  artist: PostArtist;
  pictures: PictureDto[];
};

/** One page of a post list; `next` is the cursor of the next page, null at the end. */
export type PostPage = { posts: PostCardDto[]; next: string | null };

/** A card with the price that the visitor sees and pays. */
export type QuotedCardDto = PostCardDto & { shown: Money };
export type QuotedPage = { posts: QuotedCardDto[]; next: string | null };

/** An order as shown on its page, to anyone who has the link. */
export type OrderDto = OrderAmounts & {
  id: string;
  status: OrderStatus;
  heldUntil: string;
  checkoutUrl: string | null;
  buyerEmail: string | null;
  /** The sum of the refunds that have succeeded or are pending. */
  refunded: Money;
  /** Whether a full refund was requested but is not complete yet. */
  refundRequested: boolean;
  paidAt: string | null;
  createdAt: string;
  post: {
    id: string;
    slug: string;
    title: string;
    artist: ArtistName;
    picture: PictureDto | null;
  };
};
