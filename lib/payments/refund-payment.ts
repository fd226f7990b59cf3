import type { StripeRefundObject } from '#lib/schemas/stripe-events.ts';
import { isStripeRefusal, stripe } from './stripe.ts';
import { toRefundObject } from './stripe-objects.ts';

/**
 * Refunds the rest of an order's payment. The idempotency key is the order's, so a second call finds the first refund;
 * a new key is used only after a refund has failed.
 * @returns all refunds of the payment, in their current state.
 * @throws {RefundRefused} if Stripe refuses and there is no refund; other errors if Stripe is unreachable.
 */
export async function refundPayment(order: {
  id: string;
  paymentIntentId: string;
  /** How many refunds of this order the bank has rejected. */
  failedRefunds: number;
}): Promise<StripeRefundObject[]> {
  const { id, paymentIntentId, failedRefunds } = order;
  try {
    await stripe().refunds.create(
      { payment_intent: paymentIntentId, metadata: { orderId: id } },
      { idempotencyKey: failedRefunds === 0 ? `refund:${id}` : `refund:${id}:${failedRefunds}` },
    );
  } catch (error) {
    if (!isStripeRefusal(error)) throw error;
    // It may have been refunded in Stripe's dashboard.
    const refunds = await listRefunds(paymentIntentId);
    if (refunds.some(({ status }) => status === 'succeeded' || status === 'pending')) return refunds;
    throw new RefundRefused(error instanceof Error ? error.message : String(error), { cause: error });
  }
  return listRefunds(paymentIntentId);
}

/** Stripe refused the refund; `message` is its reason. */
export class RefundRefused extends Error {
  override name = 'RefundRefused';
}

async function listRefunds(paymentIntentId: string): Promise<StripeRefundObject[]> {
  const { data } = await stripe().refunds.list({ payment_intent: paymentIntentId, limit: 100 });
  return data.map(toRefundObject);
}
