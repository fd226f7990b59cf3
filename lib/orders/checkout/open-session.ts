import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { pictureUrl } from '#lib/domain/pictures/picture.ts';
import { env } from '#lib/env.ts';
import { logFailure, logger } from '#lib/logger.ts';
import { type CheckoutRequest, createCheckoutSession } from '#lib/payments/create-checkout-session.ts';
import { findCheckoutSession } from '#lib/payments/find-checkout-session.ts';
import { isStripeRefusal } from '#lib/payments/stripe.ts';
import { lockSale, transitionOrder } from '../settlement/transition-order.ts';

/**
 * Gives a held order its Stripe session and returns the payment page's address; may be called again
 * after any failure. When Stripe refuses, the order has failed and the work is free. When Stripe
 * cannot be reached nobody knows whether a session exists, so the hold stays until Stripe can be asked.
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
  const session = await askForSession({
    orderId,
    postId: order.post.id,
    title: order.post.title,
    artist: order.post.artist.username,
    pictureUrl: picture && width ? `${env().NEXTAUTH_URL}${pictureUrl(picture.key, width)}` : null,
    charged: { amount: Number(order.amount), currency: order.currency },
    expiresAt: order.heldUntil,
    buyerEmail: order.buyerEmail,
  });
  await db().order.update({ where: { id: orderId }, data: { sessionId: session.id, checkoutUrl: session.url } });
  // Made by a call whose answer was lost, and over by now: the reconciler asks what became of it.
  if (!session.url) throw new ExpectedError('try-later');
  return session.url;
}

async function askForSession(request: CheckoutRequest): Promise<{ id: string; url: string | null }> {
  const { orderId } = request;
  try {
    return await createCheckoutSession(request).catch(async (error: unknown) => {
      // A no to this call says nothing about an earlier one, whose key Stripe may have forgotten.
      const made = isStripeRefusal(error) ? await findCheckoutSession(orderId, request.expiresAt) : null;
      if (!made) throw error;
      return made;
    });
  } catch (error) {
    if (!isStripeRefusal(error)) {
      logFailure('Stripe could not be asked for a session', error, { orderId });
      throw new ExpectedError('try-later');
    }
    logger().error({ err: error, orderId }, 'Stripe refused a session');
    await db().$transaction(async (tx) => {
      const sale = await lockSale(tx, orderId);
      if (sale) await transitionOrder(tx, sale, 'refused');
    });
    throw new ExpectedError('payment-refused');
  }
}
