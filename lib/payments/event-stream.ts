import { redis } from '#lib/redis.ts';

export const EVENT_STREAM = 'stripe:events';
export const EVENT_GROUP = 'sales';
export const DEAD_STREAM = 'stripe:events:dead';

/** The events of the sale's table; the webhook route answers all others and drops them. */
export const ACCEPTED_EVENTS: ReadonlySet<string> = new Set([
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'checkout.session.expired',
  'charge.refunded',
  'charge.dispute.created',
  'charge.dispute.closed',
]);

/**
 * Hands a verified event to the workers.
 * @param body the event as JSON.
 * @throws when Redis is away; Stripe will deliver again.
 */
export async function enqueueEvent(event: { id: string; type: string }, body: string): Promise<void> {
  await redis().xadd(EVENT_STREAM, '*', 'id', event.id, 'type', event.type, 'event', body);
}
