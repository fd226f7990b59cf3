import type { MessageKind } from '#lib/domain/sale/sale.ts';

export type MailAddress = { name: string; address: string };

type Sides = {
  buyer: { name: string | null; email: string | null };
  /** null if the artist's account is closed. */
  artist: MailAddress | null;
};

/** To whom a reply goes; `shop` is the sender's own address, MAIL_FROM. */
const REPLY_TO: Record<MessageKind, 'artist' | 'buyer' | 'shop'> = {
  bought: 'artist',
  refunded: 'artist',
  sold: 'buyer',
  'sale-refunded': 'buyer',
  // No sale came about, so the two stay unknown to each other.
  'late-payment': 'shop',
  'dispute-opened': 'shop',
  'dispute-won': 'shop',
  'dispute-lost': 'shop',
};

/** The other side of the sale, to whom a reply to the mail goes; null: to the shop. */
export function replyAddress(kind: MessageKind, { buyer, artist }: Sides): MailAddress | null {
  if (REPLY_TO[kind] === 'artist') return artist && { ...artist, name: inOneLine(artist.name) };
  if (REPLY_TO[kind] === 'shop' || buyer.email === null) return null;
  return { name: inOneLine(buyer.name ?? ''), address: buyer.email };
}

/** A name in a header must not begin another header. */
export const inOneLine = (name: string): string => name.replace(/\p{Cc}+/gu, ' ').trim();
