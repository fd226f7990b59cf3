import { db } from '#lib/db.ts';
import { type EventOutcome, type ReplayResult, readableReason } from '#lib/domain/sale/webhook-log.ts';
import { isDatabaseAvailable } from '#lib/health/check-health.ts';
import { logFailure, logger } from '#lib/logger.ts';
import { type DeadLetter, findDeadLetters, removeDeadLetters } from '#lib/payments/dead-letters.ts';
import { parseStripeEvent } from '#lib/schemas/stripe-events.ts';
import { type ProcessedEvent, processEvent, reprocessEvent } from '../settlement/process-event.ts';
import type { SaleChange } from '../settlement/transition-order.ts';
import { recordFailedEvent } from './record-failed-event.ts';

/** `outcome` and `detail` after the replay; the caller announces `change`. */
export type ReplayedEvent = {
  result: ReplayResult;
  outcome: EventOutcome | null;
  detail: string | null;
  change: SaleChange | null;
};

/**
 * Processes an event again from its stored payload, and deletes its dead letters. An applied event stays as it is, also
 * with repeated or concurrent calls.
 * @throws if the database is unavailable; nothing is changed then.
 */
export async function replayEvent(eventId: string): Promise<ReplayedEvent> {
  // Without Redis the row is enough; the next replay deletes the dead letter.
  const letters = await findDeadLetters(eventId).catch(() => []);
  const replayed = await replayFrom(eventId, letters[0] ?? null);
  if (isDone(replayed)) await deleteDeadLetters(letters.map(({ letterId }) => letterId));
  return replayed;
}

/** Whether its dead letters can be deleted. */
export const isDone = ({ result }: ReplayedEvent): boolean => result === 'settled' || result === 'unchanged';

export async function deleteDeadLetters(letterIds: readonly string[]): Promise<void> {
  await removeDeadLetters(letterIds).catch((error) =>
    logger().warn({ err: error, letterIds }, 'the dead letters of a replayed event could not be deleted'),
  );
}

/** The same without Redis. @param letter provides the payload if the database has none. */
export async function replayFrom(eventId: string, letter: DeadLetter | null): Promise<ReplayedEvent> {
  try {
    const processed = (await reprocessEvent(eventId)) ?? (letter && (await processBody(letter.body)));
    if (processed && processed.outcome !== 'duplicate') {
      return { result: 'settled', ...processed, outcome: processed.outcome };
    }
    return { ...(await unchangedEvent(eventId, processed ? 'unchanged' : 'no-text')), change: null };
  } catch (error) {
    if (!(await isDatabaseAvailable())) throw error;
    logFailure('an event could not be replayed', error, { event: eventId });
    const reason = readableReason(error instanceof Error ? error.message : String(error));
    await recordFailure(eventId, letter, reason);
    return { result: 'failed', outcome: 'failed', detail: reason, change: null };
  }
}

function processBody(body: string): Promise<ProcessedEvent> {
  const { event, payload } = parseStripeEvent(body);
  return processEvent(event, payload);
}

async function unchangedEvent(id: string, result: 'unchanged' | 'no-text'): Promise<Omit<ReplayedEvent, 'change'>> {
  const row = await db().stripeEvent.findUnique({ where: { id }, select: { outcome: true, detail: true } });
  if (!row) return { result: 'unknown', outcome: null, detail: null };
  const outcome = row.outcome as EventOutcome;
  return { result: outcome === 'applied' ? 'unchanged' : result, outcome, detail: row.detail };
}

async function recordFailure(id: string, letter: DeadLetter | null, reason: string): Promise<void> {
  const { count } = await db().stripeEvent.updateMany({ where: { id, outcome: 'failed' }, data: { detail: reason } });
  if (count === 0 && letter) await recordFailedEvent({ id, type: letter.type, body: letter.body }, reason);
}
