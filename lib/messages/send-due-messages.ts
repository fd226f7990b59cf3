import { db } from '#lib/db.ts';
import { describeConversion } from '#lib/domain/exchange/conversion.ts';
import { AMOUNT_COLUMNS, orderAmounts } from '#lib/domain/sale/order-amounts.ts';
import type { MessageKind } from '#lib/domain/sale/sale.ts';
import { env } from '#lib/env.ts';
import { logFailure } from '#lib/logger.ts';
import { compose } from './compose.ts';
import { sendMail } from './mail.ts';
import { replyAddress } from './reply-address.ts';

const LEASE_SECONDS = 60;

/**
 * Sends due rows of the table messages. Workers may call it concurrently: each message is leased first. Only a crash
 * between the mail server's acceptance and our update leads to a second mail, with the same Message-ID, by which mail
 * programs recognize it.
 * @returns how many were sent.
 */
export async function sendDueMessages(): Promise<number> {
  const leased = await db().$queryRaw<{ id: string; attempts: number }[]>`
    UPDATE messages SET due_at = now() + make_interval(secs => ${LEASE_SECONDS}), attempts = attempts + 1
    WHERE id IN (SELECT id FROM messages WHERE sent_at IS NULL AND due_at <= now()
                 ORDER BY due_at LIMIT 20 FOR UPDATE SKIP LOCKED)
    RETURNING id, attempts`;
  let sent = 0;
  for (const { id, attempts } of leased) {
    try {
      await sendMessage(id);
      sent++;
    } catch (error) {
      logFailure('a message could not be sent and will be retried', error, { messageId: id, attempts });
      const delay = Math.min(60 * 60, 5 * 2 ** attempts) * 1000;
      const lastError = error instanceof Error ? error.message : String(error);
      await db().message.update({ where: { id }, data: { lastError, dueAt: new Date(Date.now() + delay) } });
    }
  }
  return sent;
}

async function sendMessage(id: string): Promise<void> {
  const { kind, recipient, order } = await db().message.findFirstOrThrow({
    where: { id },
    select: {
      kind: true,
      recipient: true,
      order: {
        select: {
          id: true,
          ...AMOUNT_COLUMNS,
          buyerName: true,
          buyerEmail: true,
          post: { select: { title: true, artist: { select: { displayName: true, email: true } } } },
        },
      },
    },
  });
  const amounts = orderAmounts(order);
  const { charged } = amounts;
  const base = env().NEXTAUTH_URL;
  const { artist } = order.post;
  const replyTo = replyAddress(kind as MessageKind, {
    buyer: { name: order.buyerName, email: order.buyerEmail },
    artist: { name: artist.displayName, address: artist.email },
  });
  const mail = compose(kind as MessageKind, {
    title: order.post.title,
    artist: artist.displayName,
    charged,
    conversion: describeConversion(amounts),
    buyerName: order.buyerName,
    canReply: replyTo !== null,
    orderUrl: `${base}/orders/${order.id}`,
    salesUrl: `${base}/dashboard/sales`,
  });
  await sendMail({ ...mail, to: recipient, replyTo, messageId: `<${id}@${new URL(base).hostname}>` });
  await db().message.update({ where: { id }, data: { sentAt: new Date(), lastError: null } });
}
