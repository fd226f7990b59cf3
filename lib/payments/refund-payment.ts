import { stripe } from './stripe.ts';

/**
 * Gives the whole of an order's payment back. The order's own key makes a second call find the first
 * refund; once its id is known, Stripe is asked how it goes instead.
 * @returns the refund's id and whether Stripe has finished it.
 */
export async function refundPayment(order: {
  id: string;
  paymentIntentId: string;
  refundId: string | null;
}): Promise<{ id: string; done: boolean }> {
  const refund = order.refundId
    ? await stripe().refunds.retrieve(order.refundId)
    : await stripe().refunds.create(
        { payment_intent: order.paymentIntentId, metadata: { orderId: order.id } },
        { idempotencyKey: `refund:${order.id}` },
      );
  return { id: refund.id, done: refund.status === 'succeeded' };
}
