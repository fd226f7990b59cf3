import type { Db } from '#lib/db.ts';
import { type PostClaim, type SaleEvent, type Transition, transitionFor } from '#lib/domain/sale.ts';
import { recordMessages } from '#lib/messages/record-messages.ts';

/** What open pages and caches have to hear of once the transaction has committed. */
export type SaleChange = { orderId: string; postId: string };

/** The rows of a sale, both locked for the rest of the transaction. */
export type LockedSale = {
  order: {
    id: string;
    postId: string;
    status: Transition['from'];
    amount: bigint;
    currency: string;
    sessionId: string | null;
    paymentIntentId: string | null;
  };
  claim: PostClaim;
};

/**
 * Locks a sale. The post's row comes first, as in every other command of a sale, so that two of them
 * can wait for each other but never in a circle.
 */
export async function lockSale(tx: Db, orderId: string): Promise<LockedSale | null> {
  const [post] = await tx.$queryRaw<{ id: string; free: boolean }[]>`
    SELECT id, status = 'LISTED' AND held_until IS NULL AND hidden_at IS NULL AS free FROM posts
    WHERE id = (SELECT post_id FROM orders WHERE id = ${orderId}::uuid) FOR UPDATE`;
  if (!post) return null;
  const [order] = await tx.$queryRaw<(LockedSale['order'] & { owns: boolean })[]>`
    SELECT id, post_id AS "postId", status, amount, currency, session_id AS "sessionId",
      payment_intent_id AS "paymentIntentId", status IN ('HELD', 'PROCESSING', 'PAID', 'DISPUTED') AS owns
    FROM orders WHERE id = ${orderId}::uuid FOR UPDATE`;
  if (!order) return null;
  return { order, claim: order.owns ? 'own' : post.free ? 'free' : 'taken' };
}

/**
 * Applies one row of the table in lib/domain/sale.ts to a locked sale: the order, its post and the
 * messages, all in the caller's transaction.
 * @returns the transition, or null when the table has none: then nothing is written.
 */
export async function moveOrder(
  tx: Db,
  { order, claim }: LockedSale,
  event: SaleEvent,
  facts: {
    paymentIntentId?: string | null;
    buyerEmail?: string | null;
    buyerName?: string | null;
    buyerCountry?: string | null;
  } = {},
): Promise<Transition | null> {
  const transition = transitionFor(order.status, event, claim);
  if (!transition) return null;
  const known = Object.fromEntries(Object.entries(facts).filter(([, value]) => value));
  await tx.order.update({
    where: { id: order.id, status: transition.from },
    data: { ...known, status: transition.to, ...(event === 'paid' && { paidAt: new Date() }) },
  });
  if (transition.post === 'sell') {
    await tx.post.update({
      where: { id: order.postId },
      data: { status: 'SOLD', soldAt: new Date(), heldUntil: null },
    });
  } else if (transition.post === 'release') {
    await tx.post.update({ where: { id: order.postId }, data: { heldUntil: null } });
  } else if (transition.post === 'return') {
    await tx.post.update({ where: { id: order.postId }, data: { status: 'DRAFT', soldAt: null, heldUntil: null } });
  }
  await recordMessages(tx, order.id, transition.messages);
  return transition;
}
