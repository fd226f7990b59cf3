import { announceSale } from '#lib/live/announce.ts';
import { logger } from '#lib/logger.ts';
import { processEvent } from '#lib/orders/settlement/process-event.ts';
import { recordFailedEvent } from '#lib/orders/webhook-log/record-failed-event.ts';
import { parseStripeEvent } from '#lib/schemas/stripe-events.ts';

const LEVELS = { flagged: 'error', refused: 'warn' } as const;

/**
 * One entry of the stream `stripe:events`: settles the sale, then tells the web processes.
 * @throws when the entry cannot be read or the database does not answer; it is then tried again.
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

/** Announcements are not waited for: the next event need not stand behind them. */
const announcements = new Set<Promise<void>>();

/** Resolves when all that was settled has been told. */
export const announcementsMade = (): Promise<unknown> => Promise.all(announcements);

/** The entry failed for good: the event desk shows it, also after Redis has lost it. */
export async function handleDeadEvent(fields: ReadonlyMap<string, string>, reason: string): Promise<void> {
  const [id, type, body] = [fields.get('id'), fields.get('type'), fields.get('event')];
  if (id && type && body !== undefined) await recordFailedEvent({ id, type, body }, reason);
}
