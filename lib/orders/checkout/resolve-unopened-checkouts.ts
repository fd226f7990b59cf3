import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { logger } from '#lib/logger.ts';
import type { SaleChange } from '../settlement/transition-order.ts';
import { cancelCheckout } from './cancel-checkout.ts';
import { openSession } from './open-session.ts';

const TWO_MINUTES = 2 * 60 * 1000;

/**
 * Frees works whose checkout was cut off between the hold and Stripe's answer. Asking again with the
 * order's key gives the session that was made, which is then ended; or Stripe refuses, and none was made.
 * @returns the orders that are over now.
 */
export async function resolveUnopenedCheckouts(now = Date.now()): Promise<SaleChange[]> {
  const stuck = await db().order.findMany({
    where: { status: 'HELD', sessionId: null, createdAt: { lt: new Date(now - TWO_MINUTES) } },
    select: { id: true, postId: true },
    take: 20,
  });
  const changes: SaleChange[] = [];
  for (const { id: orderId, postId } of stuck) {
    try {
      await openSession(orderId);
      const { change } = await cancelCheckout(orderId);
      if (change) changes.push(change);
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error;
      if (error.code === 'payment-refused') changes.push({ orderId, postId });
      else logger().warn({ orderId, code: error.code }, 'an unopened checkout is still unclear');
    }
  }
  return changes;
}
