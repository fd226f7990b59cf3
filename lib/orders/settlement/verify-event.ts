import { db } from '#lib/db.ts';
import { retrieveEvent } from '#lib/payments/retrieve-event.ts';
import { parseStripeEvent } from '#lib/schemas/stripe-events.ts';

/**
 * Replaces the payload of an event whose origin is unknown with the one that Stripe has. Versions before entries were
 * signed recorded such rows, also from entries that anybody could have added.
 * @returns false if Stripe does not have the event: it is older than 30 days, or Stripe never sent it.
 * @throws Stripe's other errors.
 */
export async function verifyEvent(eventId: string): Promise<boolean> {
  const body = await retrieveEvent(eventId);
  if (body === null) return false;
  const { payload } = parseStripeEvent(body);
  await db().$executeRaw`
    UPDATE stripe_events SET payload = ${payload}::jsonb, verified = true WHERE id = ${eventId} AND NOT verified`;
  return true;
}
