import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { expireCheckoutSession } from '#lib/payments/expire-checkout-session.ts';
import { lockSale, type SaleChange, transitionOrder } from '../settlement/transition-order.ts';

/**
 * Gives a hold back at the buyer's wish. Stripe ends the session first: from then on nobody can pay it,
 * and only then is the work free. An order that is over already stays as it is.
 * @returns the post's slug and what changed, if anything.
 * @throws {ExpectedError} not-found, checkout-paid, try-later (the session is not open yet)
 */
export async function cancelCheckout(orderId: string): Promise<{ slug: string; change: SaleChange | null }> {
  const order = await db().order.findUnique({
    where: { id: orderId },
    select: { status: true, sessionId: true, post: { select: { id: true, slug: true } } },
  });
  if (!order) throw new ExpectedError('not-found');
  const { slug, id: postId } = order.post;
  if (order.status !== 'HELD') return { slug, change: null };
  if (!order.sessionId) throw new ExpectedError('try-later');
  if ((await expireCheckoutSession(order.sessionId)) === 'complete') throw new ExpectedError('checkout-paid');
  const moved = await db().$transaction(async (tx) => {
    const sale = await lockSale(tx, orderId);
    return sale && transitionOrder(tx, sale, 'cancelled');
  });
  return { slug, change: moved ? { orderId, postId } : null };
}
