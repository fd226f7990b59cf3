import { db } from '#lib/db.ts';
import { describeConversion } from '#lib/domain/exchange/conversion.ts';
import { AMOUNT_COLUMNS, orderAmounts } from '#lib/domain/sale/order-amounts.ts';
import type { MessageKind } from '#lib/domain/sale/sale.ts';
import { env } from '#lib/env.ts';
import { compose } from './compose.ts';
import type { MailContent } from './mail-content.ts';
import { mailPerson, mailPicture, PICTURE_COLUMNS } from './mail-pictures.ts';
import { type MailAddress, replyAddress } from './reply-address.ts';

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
          artist: {
            select: { displayName: true, email: true, closedAt: true, username: true, place: true, portraitKey: true },
          },
          images: PICTURE_COLUMNS,
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
    person: post.artist.closedAt ? undefined : mailPerson(post.artist, base),
    picture: post.images[0] && mailPicture(post.images[0], base),
  });
  return { content, replyTo };
}
