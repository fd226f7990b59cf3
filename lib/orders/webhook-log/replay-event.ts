import { db } from '#lib/db.ts';
import { type EventOutcome, type ReplayResult, readableReason } from '#lib/domain/sale/webhook-log.ts';
import { databaseAnswers } from '#lib/health/check-health.ts';
import { logFailure, logger } from '#lib/logger.ts';
import { type DeadLetter, findDeadLetters, removeDeadLetters } from '#lib/payments/dead-letters.ts';
import { parseStripeEvent } from '#lib/schemas/stripe-events.ts';
import { processEvent, reprocessEvent, type Settlement } from '../settlement/process-event.ts';
import type { SaleChange } from '../settlement/transition-order.ts';
import { recordFailedEvent } from './record-failed-event.ts';

/** `outcome` and `detail` as they stand now; `change` is to be announced. */
export type Replayed = {
  result: ReplayResult;
  outcome: EventOutcome | null;
  detail: string | null;
  change: SaleChange | null;
};

/**
 * Applies an event once more because a person asks for it, from the text that was kept, and takes its dead letters
 * away. One that was applied stays as it is, however often and by however many this is called.
 * @throws when the database is away; nothing is changed then.
 */
export async function replayEvent(eventId: string): Promise<Replayed> {
  // With Redis away the row is enough; the dead letter goes with the next replay.
  const letters = await findDeadLetters(eventId).catch(() => []);
  const replayed = await replayFrom(eventId, letters[0] ?? null);
  if (isDone(replayed)) await deleteDeadLetters(letters.map(({ letterId }) => letterId));
  return replayed;
}

/** Is there nothing left to try? Then its dead letters may go. */
export const isDone = ({ result }: Replayed): boolean => result === 'settled' || result === 'unchanged';

export async function deleteDeadLetters(letterIds: readonly string[]): Promise<void> {
  await removeDeadLetters(letterIds).catch((error) =>
    logger().warn({ err: error, letterIds }, 'dead letters of a replayed event are still there'),
  );
}

/** The same without Redis. @param letter from whose text it is applied when the database has none */
export async function replayFrom(eventId: string, letter: DeadLetter | null): Promise<Replayed> {
  try {
    const settled = (await reprocessEvent(eventId)) ?? (letter && (await settleText(letter.body)));
    if (settled && settled.outcome !== 'duplicate') return { result: 'settled', ...settled, outcome: settled.outcome };
    return { ...(await asItStands(eventId, settled ? 'unchanged' : 'no-text')), change: null };
  } catch (error) {
    if (!(await databaseAnswers())) throw error;
    logFailure('an event could not be replayed', error, { event: eventId });
    const reason = readableReason(error instanceof Error ? error.message : String(error));
    await noteFailure(eventId, letter, reason);
    return { result: 'failed', outcome: 'failed', detail: reason, change: null };
  }
}

function settleText(body: string): Promise<Settlement> {
  const { event, payload } = parseStripeEvent(body);
  return processEvent(event, payload);
}

async function asItStands(id: string, result: 'unchanged' | 'no-text'): Promise<Omit<Replayed, 'change'>> {
  const row = await db().stripeEvent.findUnique({ where: { id }, select: { outcome: true, detail: true } });
  if (!row) return { result: 'unknown', outcome: null, detail: null };
  const outcome = row.outcome as EventOutcome;
  return { result: outcome === 'applied' ? 'unchanged' : result, outcome, detail: row.detail };
}

async function noteFailure(id: string, letter: DeadLetter | null, reason: string): Promise<void> {
  const { count } = await db().stripeEvent.updateMany({ where: { id, outcome: 'failed' }, data: { detail: reason } });
  if (count === 0 && letter) await recordFailedEvent({ id, type: letter.type, body: letter.body }, reason);
}
