import { stripe } from './stripe.ts';

/**
 * Gives the whole of an order's payment back. The order's own key makes a second call find the first refund.
 * @returns the refund's id and whether Stripe has finished it.
 */
export async function refundPayment(orderId: string, paymentIntentId: string): Promise<{ id: string; done: boolean }> {
  const refund = await stripe().refunds.create(
    { payment_intent: paymentIntentId, metadata: { orderId } },
    { idempotencyKey: `refund:${orderId}` },
  );
  return { id: refund.id, done: refund.status === 'succeeded' };
}
