import { stripe } from './stripe.ts';

/** A session expires about half an hour after its creation; the rest allows for clock differences. */
const WINDOW_SECONDS = 60 * 60;

/**
 * The session that an earlier call created for an order, or null. Stripe forgets idempotency keys after a day;
 * from then on only its list shows the session.
 * @param expiresAt the requested expiry of the session.
 * @returns `url`: null if the session can no longer be paid.
 * @throws Stripe's errors
 */
export async function findSessionByOrder(
  orderId: string,
  expiresAt: Date,
): Promise<{ id: string; url: string | null } | null> {
  const end = Math.floor(expiresAt.getTime() / 1000);
  const sessions = stripe().checkout.sessions.list({ created: { gte: end - WINDOW_SECONDS, lte: end }, limit: 100 });
  for await (const { id, url, client_reference_id: reference } of sessions) {
    if (reference === orderId) return { id, url };
  }
  return null;
}
