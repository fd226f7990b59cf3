import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { logger } from '#lib/logger.ts';
import type { SaleChange } from '../settlement/transition-order.ts';
import { cancelCheckout } from './cancel-checkout.ts';
import { findSessionToEnd } from './open-session.ts';

const MIN_AGE_MS = 2 * 60 * 1000;
const BATCH_SIZE = 20;

/**
 * Ends holds whose checkout was interrupted between the hold and Stripe's response, two minutes after the last attempt.
 * The order's session is found, or created so that no earlier request can still create one, and then expired; or Stripe
 * refuses, and there is none.
 * @returns the orders that ended.
 */
export async function resolveUnopenedCheckouts(now = Date.now()): Promise<SaleChange[]> {
  const before = new Date(now - MIN_AGE_MS);
  const stuck = await db().$queryRaw<{ id: string; postId: string; sessionId: string | null }[]>`
    SELECT id, post_id AS "postId", session_id AS "sessionId" FROM orders
    WHERE status = 'HELD' AND checkout_url IS NULL AND created_at < ${before}
      AND (extended_at IS NULL OR extended_at < ${before})
    ORDER BY created_at LIMIT ${BATCH_SIZE}`;
  const changes: SaleChange[] = [];
  for (const { id: orderId, postId, sessionId } of stuck) {
    try {
      if (!sessionId && !(await findSessionToEnd(orderId))) continue;
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
