import { stripe } from './stripe.ts';
import { toSessionObject } from './stripe-objects.ts';

/** The checkout through which a payment was made, or null when it came another way. @throws Stripe's errors */
export async function findSession(paymentIntentId: string): Promise<ReturnType<typeof toSessionObject> | null> {
  const { data } = await stripe().checkout.sessions.list({ payment_intent: paymentIntentId, limit: 1 });
  return data[0] ? toSessionObject(data[0]) : null;
}
