import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { logFailure, logger } from '#lib/logger.ts';
import { expireCheckoutSession } from '#lib/payments/expire-checkout-session.ts';
import type { CheckoutSession } from '#lib/payments/find-session-by-order.ts';
import { isStripeRefusal } from '#lib/payments/stripe.ts';
import { lockSale, transitionOrder } from '../settlement/transition-order.ts';
import { createOrFindSession } from './create-or-find-session.ts';

/**
 * Creates the checkout session of a held order and returns the payment page's URL; safe to call again after any
 * failure, at any time. If Stripe refuses, the order fails and the work is available again. If Stripe is unreachable, a
 * session may exist, so the hold stays until Stripe can be asked.
 * @throws {ExpectedError} payment-refused, try-later
 */
export async function openSession(orderId: string): Promise<string> {
  const { sessionId, checkoutUrl } = await db().order.findFirstOrThrow({
    where: { id: orderId },
    select: { sessionId: true, checkoutUrl: true },
  });
  if (checkoutUrl) return checkoutUrl;
  // Found after it had ended, or being expired by the worker: reconciliation finds out what became of it.
  if (sessionId) throw new ExpectedError('try-later');
  const session = await requestSession(orderId);
  const isSaved = await saveSession(orderId, session, session.url);
  if (!session.url || !isSaved) throw new ExpectedError('try-later');
  return session.url;
}

/**
 * The same for a hold that nobody waits for: its session is saved without the URL, so that no buyer is sent to it.
 * @returns false if the buyer has opened the payment page meanwhile.
 * @throws {ExpectedError} payment-refused, try-later
 */
export async function findSessionToEnd(orderId: string): Promise<boolean> {
  return saveSession(orderId, await requestSession(orderId), null);
}

async function requestSession(orderId: string): Promise<CheckoutSession> {
  try {
    return await createOrFindSession(orderId);
  } catch (error) {
    if (error instanceof ExpectedError) throw error;
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

/** @returns whether the order has this session now, for this caller: with the URL, or to be ended. */
async function saveSession(
  orderId: string,
  { id, url }: CheckoutSession,
  checkoutUrl: string | null,
): Promise<boolean> {
  const { count } = await db().order.updateMany({
    where: { id: orderId, sessionId: null },
    data: { sessionId: id, checkoutUrl },
  });
  if (count === 1) return true;
  const current = await db().order.findFirstOrThrow({ where: { id: orderId } });
  if (current.sessionId === id) return current.checkoutUrl === checkoutUrl;
  // The order has another session: this one must not be paid.
  logger().error({ orderId, sessionId: id }, 'a second checkout session was found and is expired');
  if (url) await expireCheckoutSession(id);
  return false;
}
