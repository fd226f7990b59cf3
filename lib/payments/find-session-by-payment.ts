import { stripe } from './stripe.ts';
import { toSessionObject } from './stripe-objects.ts';

/** The checkout session of a payment, or null if it has none. @throws Stripe's errors */
export async function findSessionByPayment(
  paymentIntentId: string,
): Promise<ReturnType<typeof toSessionObject> | null> {
  const { data } = await stripe().checkout.sessions.list({ payment_intent: paymentIntentId, limit: 1 });
  return data[0] ? toSessionObject(data[0]) : null;
}
