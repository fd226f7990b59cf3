import type { StripeRefundObject } from '#lib/schemas/stripe-events.ts';
import { isStripeRefusal, stripe } from './stripe.ts';
import { toRefundObject } from './stripe-objects.ts';

/**
 * Gives back what is left of an order's payment. The order's own key makes a second call find the first
 * refund; only after a refund has failed for good does the next one get a key of its own.
 * @returns all refunds of the payment, as Stripe has them now.
 * @throws {RefundRefused} when Stripe says no and nothing has gone back; other errors when it cannot be asked.
 */
export async function refundPayment(order: {
  id: string;
  paymentIntentId: string;
  /** How many refunds of this order have failed at the bank. */
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
    // Somebody may have given it back in Stripe's dashboard.
    const refunds = await listRefunds(paymentIntentId);
    if (refunds.some(({ status }) => status === 'succeeded' || status === 'pending')) return refunds;
    throw new RefundRefused(error instanceof Error ? error.message : String(error), { cause: error });
  }
  return listRefunds(paymentIntentId);
}

/** Stripe's no; `message` is its own reason. */
export class RefundRefused extends Error {
  override name = 'RefundRefused';
}

async function listRefunds(paymentIntentId: string): Promise<StripeRefundObject[]> {
  const { data } = await stripe().refunds.list({ payment_intent: paymentIntentId, limit: 100 });
  return data.map(toRefundObject);
}
