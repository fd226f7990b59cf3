import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { logger } from '#lib/logger.ts';
import type { SaleChange } from '../settlement/transition-order.ts';
import { cancelCheckout } from './cancel-checkout.ts';
import { openSession } from './open-session.ts';

const MIN_AGE_MS = 2 * 60 * 1000;

/**
 * Ends holds whose checkout was interrupted between the hold and Stripe's response. A repeated request with the order's
 * idempotency key returns the session, which is then expired; or Stripe refuses, and there is none.
 * @returns the orders that ended.
 */
export async function resolveUnopenedCheckouts(now = Date.now()): Promise<SaleChange[]> {
  const stuck = await db().order.findMany({
    where: { status: 'HELD', sessionId: null, createdAt: { lt: new Date(now - MIN_AGE_MS) } },
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
      else logger().warn({ orderId, code: error.code }, 'an unopened checkout could not be resolved yet');
    }
  }
  return changes;
}
