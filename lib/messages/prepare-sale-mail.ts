import { db } from '#lib/db.ts';
import { describeConversion } from '#lib/domain/exchange/conversion.ts';
import { pictureUrl } from '#lib/domain/pictures/picture.ts';
import { AMOUNT_COLUMNS, orderAmounts } from '#lib/domain/sale/order-amounts.ts';
import type { MessageKind } from '#lib/domain/sale/sale.ts';
import { env } from '#lib/env.ts';
import { compose } from './compose.ts';
import type { MailContent, MailPicture } from './mail-content.ts';
import { type MailAddress, replyAddress } from './reply-address.ts';

/** Pixels; mails show it at half of this, sharp on dense screens. */
const PICTURE_WIDTH = 480;

/** The mail about an order, and to whom a reply goes; null: to the shop. */
export async function prepareSaleMail(
  kind: MessageKind,
  orderId: string,
): Promise<{ content: MailContent; replyTo: MailAddress | null }> {
  const { post, ...order } = await db().order.findFirstOrThrow({
    where: { id: orderId },
    select: {
      ...AMOUNT_COLUMNS,
      buyerName: true,
      buyerEmail: true,
      post: {
        select: {
          title: true,
          artist: { select: { displayName: true, email: true, closedAt: true } },
          images: {
            select: { key: true, alt: true, width: true, height: true, widths: true },
            orderBy: { position: 'asc' },
            take: 1,
          },
        },
      },
    },
  });
  const amounts = orderAmounts(order);
  const base = env().NEXTAUTH_URL;
  const replyTo = replyAddress(kind, {
    buyer: { name: order.buyerName, email: order.buyerEmail },
    artist: post.artist.closedAt ? null : { name: post.artist.displayName, address: post.artist.email },
  });
  const content = compose(kind, {
    title: post.title,
    artist: post.artist.displayName,
    charged: amounts.charged,
    conversion: describeConversion(amounts),
    buyerName: order.buyerName,
    canReply: replyTo !== null,
    orderUrl: `${base}/orders/${orderId}`,
    salesUrl: `${base}/dashboard/sales`,
    picture: post.images[0] && mailPicture(post.images[0], base),
  });
  return { content, replyTo };
}

type Picture = { key: string; alt: string; width: number; height: number; widths: number[] };

function mailPicture({ key, alt, width, height, widths }: Picture, base: string): MailPicture | undefined {
  const stored = widths.find((wide) => wide >= PICTURE_WIDTH) ?? widths.at(-1);
  if (stored === undefined) return undefined;
  return {
    url: `${base}${pictureUrl(key, stored)}`,
    alt,
    width: stored,
    height: Math.max(1, Math.round((height * stored) / width)),
  };
}
