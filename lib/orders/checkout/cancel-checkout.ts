import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { expireCheckoutSession } from '#lib/payments/expire-checkout-session.ts';
import { lockSale, type SaleChange, transitionOrder } from '../settlement/transition-order.ts';

/**
 * Ends a hold for the buyer. Stripe expires the session first, so that nobody can pay for a work that is available
 * again. An order that is no longer held stays as it is.
 * @returns the post's slug and the change, if any.
 * @throws {ExpectedError} not-found, checkout-paid, try-later (there is no session yet)
 */
export async function cancelCheckout(orderId: string): Promise<{ slug: string; change: SaleChange | null }> {
  const order = await db().order.findFirst({
    where: { id: orderId },
    select: { status: true, sessionId: true, post: { select: { id: true, slug: true } } },
  });
  if (!order) throw new ExpectedError('not-found');
  const { slug, id: postId } = order.post;
  if (order.status !== 'HELD') return { slug, change: null };
  if (!order.sessionId) throw new ExpectedError('try-later');
  if ((await expireCheckoutSession(order.sessionId)) === 'complete') throw new ExpectedError('checkout-paid');
  const transition = await db().$transaction(async (tx) => {
    const sale = await lockSale(tx, orderId);
    return sale && transitionOrder(tx, sale, 'cancelled');
  });
  return { slug, change: transition ? { orderId, postId } : null };
}
