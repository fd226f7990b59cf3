import { announceSale } from '#lib/live/announce.ts';
import { logger } from '#lib/logger.ts';
import { settleEvent } from '#lib/orders/settle-event.ts';
import { stripeEventSchema } from '#lib/schemas/stripe-events.ts';

/**
 * One entry of the stream `stripe:events`: settles the sale, then tells the web processes.
 * @throws when the entry cannot be read or the database does not answer; it is then tried again.
 */
export async function handleStripeEvent(fields: ReadonlyMap<string, string>): Promise<void> {
  const event = stripeEventSchema.parse(JSON.parse(fields.get('event') ?? ''));
  const { outcome, detail, change } = await settleEvent(event);
  const level = outcome === 'flagged' ? 'error' : outcome === 'refused' ? 'warn' : 'info';
  logger()[level]({ event: event.id, type: event.type, outcome, detail }, 'Stripe event');
  await announceSale(change);
}
