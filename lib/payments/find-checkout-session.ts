import { stripe } from './stripe.ts';

/** A session ends about half an hour after it is made; the rest is for clocks that differ. */
const WINDOW_SECONDS = 60 * 60;

/**
 * The session that Stripe has for an order, or null. Stripe forgets idempotency keys after a day; from then on only
 * its list knows what an earlier call made.
 * @param expiresAt the end that the session was asked to have.
 * @returns `url` is null when the session cannot be paid any more.
 * @throws Stripe's errors
 */
export async function findCheckoutSession(
  orderId: string,
  expiresAt: Date,
): Promise<{ id: string; url: string | null } | null> {
  const end = Math.floor(expiresAt.getTime() / 1000);
  const made = stripe().checkout.sessions.list({ created: { gte: end - WINDOW_SECONDS, lte: end }, limit: 100 });
  for await (const { id, url, client_reference_id: reference } of made) if (reference === orderId) return { id, url };
  return null;
}
