import { announceSale } from '#lib/live/announce.ts';
import { logger } from '#lib/logger.ts';
import { processEvent } from '#lib/orders/settlement/process-event.ts';
import { recordFailedEvent } from '#lib/orders/webhook-log/record-failed-event.ts';
import { isEntrySigned } from '#lib/payments/entry-signature.ts';
import { RefusedEventError } from '#lib/payments/require-acceptable.ts';
import { parseStripeEvent } from '#lib/schemas/stripe-events.ts';

const LEVELS = { flagged: 'error', refused: 'warn' } as const;

type Fields = ReadonlyMap<string, string>;

/** An entry that no process of this shop has added. */
class UnsignedEntryError extends Error {
  override name = 'UnsignedEntryError';
  override message =
    'It is not signed by this shop, so nothing of it was applied. If it is genuine, from before an upgrade or a change of ' +
    'INTERNAL_SECRET, the worker gets the event from Stripe.';
}

/** Whether an entry can never be applied, however often it is tried. */
export const isFinalError = (error: unknown): boolean =>
  error instanceof UnsignedEntryError || error instanceof RefusedEventError;

function isSigned(fields: Fields): boolean {
  const [id = '', type = '', body = ''] = [fields.get('id'), fields.get('type'), fields.get('event')];
  return isEntrySigned({ id, type, body }, fields.get('signature'));
}

/**
 * Processes one entry of the stream `stripe:events` and announces the change to the web processes.
 * @throws a final error if nothing proves where the entry comes from, or the shop must not apply it.
 * @throws if the entry cannot be parsed or the database is unavailable; it is then retried.
 */
export async function handleStripeEvent(fields: Fields): Promise<void> {
  if (!isSigned(fields)) throw new UnsignedEntryError();
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

/**
 * Records a dead letter in the database, so that the webhook log shows it even if Redis loses it. One that is not signed
 * is not recorded: a replay would apply it, and backfilling would take its event for known.
 */
export async function recordDeadLetter(fields: Fields, reason: string): Promise<void> {
  if (!isSigned(fields)) return;
  const [id, type, body] = [fields.get('id'), fields.get('type'), fields.get('event')];
  if (id && type && body !== undefined) await recordFailedEvent({ id, type, body }, reason);
}
