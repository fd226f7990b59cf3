import { announceSale } from '#lib/live/announce.ts';
import { logger } from '#lib/logger.ts';
import { processEvent } from '#lib/orders/settlement/process-event.ts';
import { recordFailedEvent } from '#lib/orders/webhook-log/record-failed-event.ts';
import { parseStripeEvent } from '#lib/schemas/stripe-events.ts';

const LEVELS = { flagged: 'error', refused: 'warn' } as const;

/**
 * Processes one entry of the stream `stripe:events` and announces the change to the web processes.
 * @throws if the entry cannot be parsed or the database is unavailable; it is then retried.
 */
export async function handleStripeEvent(fields: ReadonlyMap<string, string>): Promise<void> {
  const { event, payload } = parseStripeEvent(fields.get('event') ?? '');
  const { outcome, detail, change } = await processEvent(event, payload);
  const level = outcome === 'flagged' || outcome === 'refused' ? LEVELS[outcome] : 'info';
  logger()[level]({ event: event.id, type: event.type, outcome, detail }, 'Stripe event');
  const announcement = announceSale(change);
  announcements.add(announcement);
  void announcement.then(() => announcements.delete(announcement));
}

/** Announcements in progress: the next event does not wait for them. */
const announcements = new Set<Promise<void>>();

/** Resolves when all changes have been announced. */
export const waitForAnnouncements = (): Promise<unknown> => Promise.all(announcements);

/** Records a dead letter in the database, so that the webhook log shows it even if Redis loses it. */
export async function recordDeadLetter(fields: ReadonlyMap<string, string>, reason: string): Promise<void> {
  const [id, type, body] = [fields.get('id'), fields.get('type'), fields.get('event')];
  if (id && type && body !== undefined) await recordFailedEvent({ id, type, body }, reason);
}
