import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { moneyOf } from '#lib/domain/money/money.ts';
import { pictureUrl } from '#lib/domain/pictures/picture.ts';
import { env } from '#lib/env.ts';
import { logFailure, logger } from '#lib/logger.ts';
import { type CheckoutRequest, createCheckoutSession } from '#lib/payments/create-checkout-session.ts';
import { findSessionByOrder } from '#lib/payments/find-session-by-order.ts';
import { isStripeRefusal } from '#lib/payments/stripe.ts';
import { lockSale, transitionOrder } from '../settlement/transition-order.ts';

/**
 * Creates the checkout session of a held order and returns the payment page's URL; safe to call again after any
 * failure. If Stripe refuses, the order fails and the work is available again. If Stripe is unreachable, a session may
 * exist, so the hold stays until Stripe can be asked.
 * @throws {ExpectedError} payment-refused, try-later
 */
export async function openSession(orderId: string): Promise<string> {
  const order = await db().order.findUniqueOrThrow({
    where: { id: orderId },
    select: {
      id: true,
      checkoutUrl: true,
      amount: true,
      currency: true,
      heldUntil: true,
      buyerEmail: true,
      post: {
        select: {
          id: true,
          title: true,
          artist: { select: { username: true } },
          images: { select: { key: true, widths: true }, orderBy: { position: 'asc' }, take: 1 },
        },
      },
    },
  });
  if (order.checkoutUrl) return order.checkoutUrl;
  const picture = order.post.images[0];
  const width = picture?.widths.findLast((candidate) => candidate <= 960) ?? picture?.widths[0];
  const session = await createOrFindSession({
    orderId,
    postId: order.post.id,
    title: order.post.title,
    artist: order.post.artist.username,
    pictureUrl: picture && width ? `${env().NEXTAUTH_URL}${pictureUrl(picture.key, width)}` : null,
    charged: moneyOf(order),
    expiresAt: order.heldUntil,
    buyerEmail: order.buyerEmail,
  });
  await db().order.update({ where: { id: orderId }, data: { sessionId: session.id, checkoutUrl: session.url } });
  // Created by a call whose response was lost, and no longer open: reconciliation finds out what became of it.
  if (!session.url) throw new ExpectedError('try-later');
  return session.url;
}

async function createOrFindSession(request: CheckoutRequest): Promise<{ id: string; url: string | null }> {
  const { orderId } = request;
  try {
    return await createCheckoutSession(request).catch(async (error: unknown) => {
      // An earlier call may have succeeded although this one is refused: Stripe forgets idempotency keys after a day.
      const existing = isStripeRefusal(error) ? await findSessionByOrder(orderId, request.expiresAt) : null;
      if (!existing) throw error;
      return existing;
    });
  } catch (error) {
    if (!isStripeRefusal(error)) {
      logFailure('a checkout session could not be requested from Stripe', error, { orderId });
      throw new ExpectedError('try-later');
    }
    logger().error({ err: error, orderId }, 'Stripe refused a checkout session');
    await db().$transaction(async (tx) => {
      const sale = await lockSale(tx, orderId);
      if (sale) await transitionOrder(tx, sale, 'refused');
    });
    throw new ExpectedError('payment-refused');
  }
}
