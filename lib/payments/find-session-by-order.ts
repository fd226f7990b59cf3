import { stripe } from './stripe.ts';

/** Allows for clock differences between this machine and Stripe. */
const CLOCK_SECONDS = 5 * 60;

export type CheckoutSession = {
  id: string;
  /** The payment page; null if the session can no longer be paid. */
  url: string | null;
  expiresAt: Date;
};

/**
 * The session that an earlier call created for an order, or null. Stripe forgets idempotency keys after a day; from
 * then on only its list shows the session. Of several the newest.
 * @param times when the order was created, and the latest expiry that was requested: the session was created in
 * between.
 * @throws Stripe's errors
 */
export async function findSessionByOrder(
  orderId: string,
  { createdAt, heldUntil }: { createdAt: Date; heldUntil: Date },
): Promise<CheckoutSession | null> {
  const seconds = (time: Date) => Math.floor(time.getTime() / 1000);
  const created = { gte: seconds(createdAt) - CLOCK_SECONDS, lte: seconds(heldUntil) };
  for await (const session of stripe().checkout.sessions.list({ created, limit: 100 })) {
    const { id, url, client_reference_id: reference, expires_at: expiresAt } = session;
    if (reference === orderId) return { id, url, expiresAt: new Date(expiresAt * 1000) };
  }
  return null;
}
