import { db } from '#lib/db.ts';
import { logFailure } from '#lib/logger.ts';
import { RefundRefused, refundPayment } from '#lib/payments/refund-payment.ts';
import { processFact } from '../settlement/process-fact.ts';
import { refundFact } from '../settlement/sale-fact.ts';
import type { SaleChange } from '../settlement/transition-order.ts';
import { REFUND_FLAG } from './record-refund.ts';
import { ATTEMPTS_BEFORE_FLAG, retryAfter } from './refund-retries.ts';

const LEASE_SECONDS = 60;

type Due = { id: string; paymentIntentId: string; attempts: number; failedRefunds: number };

/**
 * Refunds the orders with a due or requested refund: late payments for works that are no longer available, and sales
 * that the artist or an admin refunds. A failed refund is retried later, and the order is flagged after
 * `ATTEMPTS_BEFORE_FLAG` attempts. Workers may call it concurrently: each order is leased first.
 * @param orderId only this order.
 * @returns the orders that changed.
 */
export async function refundDueOrders(orderId: string | null = null): Promise<SaleChange[]> {
  const due = await db().$queryRaw<Due[]>`
    UPDATE orders SET refund_after = now() + make_interval(secs => ${LEASE_SECONDS})
    WHERE id IN (
      SELECT id FROM orders
      WHERE (status = 'REFUND_DUE' OR (status = 'PAID' AND refund_requested_at IS NOT NULL))
        AND payment_intent_id IS NOT NULL AND (refund_after IS NULL OR refund_after <= now())
        AND (${orderId}::uuid IS NULL OR id = ${orderId}::uuid)
      ORDER BY refund_after NULLS FIRST, created_at LIMIT 20 FOR UPDATE SKIP LOCKED)
    RETURNING id, payment_intent_id AS "paymentIntentId", refund_attempts AS attempts,
      (SELECT count(*)::int FROM refunds
        WHERE refunds.order_id = orders.id AND refunds.status = 'failed') AS "failedRefunds"`;
  const changes: SaleChange[] = [];
  for (const order of due) {
    try {
      for (const refund of await refundPayment(order)) {
        const fact = { ...refundFact(refund), orderId: order.id };
        const { change } = await processFact(fact, new Date());
        if (change) changes.push(change);
      }
    } catch (error) {
      await recordFailedAttempt(order, error);
    }
  }
  return changes;
}

async function recordFailedAttempt(order: Due, error: unknown): Promise<void> {
  const attempts = order.attempts + 1;
  logFailure('a refund failed and will be retried', error, { orderId: order.id, attempts });
  const reason = error instanceof RefundRefused ? `was refused by Stripe: ${error.message}` : 'could not be made';
  const flag = attempts >= ATTEMPTS_BEFORE_FLAG ? `${REFUND_FLAG} ${reason}` : null;
  await db().$executeRaw`
    UPDATE orders SET
      refund_attempts = ${attempts}, refund_after = ${retryAfter(attempts)}, flag = COALESCE(flag, ${flag})
    WHERE id = ${order.id}::uuid`;
}
