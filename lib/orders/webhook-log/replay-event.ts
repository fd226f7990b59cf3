import { assertAdmin } from '#lib/accounts/assert-admin.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { db } from '#lib/db.ts';
import { type EventOutcome, type ReplayResult, readableReason } from '#lib/domain/sale/webhook-log.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { isDatabaseAvailable } from '#lib/health/check-health.ts';
import { logFailure, logger } from '#lib/logger.ts';
import { type DeadLetter, findDeadLetters, removeDeadLetters } from '#lib/payments/dead-letters.ts';
import { retrieveEvent } from '#lib/payments/retrieve-event.ts';
import { parseStripeEvent } from '#lib/schemas/stripe-events.ts';
import { type ProcessedEvent, processEvent, reprocessEvent } from '../settlement/process-event.ts';
import type { SaleChange } from '../settlement/transition-order.ts';
import { verifyEvent } from '../settlement/verify-event.ts';
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
 * with repeated or concurrent calls. What does not prove its origin counts for nothing: Stripe is asked for the event.
 * @throws {ExpectedError} not-found for viewers who are not admins
 * @throws if the database is unavailable; nothing is changed then.
 */
export async function replayEvent(actor: Viewer | 'terminal', eventId: string): Promise<ReplayedEvent> {
  assertAdmin(actor);
  // Without Redis the row is enough; the next replay deletes the dead letter.
  const letters = await findDeadLetters(eventId).catch(() => []);
  const replayed = await replayFrom(actor, eventId, letters.find(({ isSigned }) => isSigned) ?? letters[0] ?? null);
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
export async function replayFrom(
  actor: Viewer | 'terminal',
  eventId: string,
  letter: DeadLetter | null,
): Promise<ReplayedEvent> {
  const replayed = await processAgain(eventId, letter);
  if (replayed.result !== 'unknown') {
    const row = await db().stripeEvent.findFirst({ where: { id: eventId }, select: { type: true } });
    const subject = { kind: 'event', id: eventId, name: row?.type ?? letter?.type ?? '' } as const;
    await recordAudit({ actor, action: 'event-replayed', subject, details: { result: replayed.result } });
  }
  return replayed;
}

async function processAgain(eventId: string, letter: DeadLetter | null): Promise<ReplayedEvent> {
  try {
    const processed = (await reprocessEvent(eventId)) ?? (await processFromSource(eventId, letter));
    if (processed === 'unproven') return { result: 'unproven', ...(await outcomeOf(eventId)), change: null };
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

/** From a signed dead letter, else from Stripe; null if there is nothing to process. */
async function processFromSource(
  eventId: string,
  letter: DeadLetter | null,
): Promise<ProcessedEvent | 'unproven' | null> {
  if (letter?.isSigned) return processBody(letter.body);
  const row = await db().stripeEvent.findFirst({
    where: { id: eventId },
    select: { verified: true, payload: true },
  });
  if (row) {
    if (row.verified || row.payload === null) return null;
    return (await verifyEvent(eventId)) ? reprocessEvent(eventId) : 'unproven';
  }
  if (!letter) return null;
  const body = await retrieveEvent(eventId);
  return body === null ? 'unproven' : processBody(body);
}

function processBody(body: string): Promise<ProcessedEvent> {
  const { event, payload } = parseStripeEvent(body);
  return processEvent(event, payload);
}

async function unchangedEvent(id: string, result: 'unchanged' | 'no-text'): Promise<Omit<ReplayedEvent, 'change'>> {
  const { outcome, detail } = await outcomeOf(id);
  if (outcome === null) return { result: 'unknown', outcome, detail };
  return { result: outcome === 'applied' ? 'unchanged' : result, outcome, detail };
}

async function outcomeOf(id: string): Promise<Pick<ReplayedEvent, 'outcome' | 'detail'>> {
  const row = await db().stripeEvent.findFirst({ where: { id }, select: { outcome: true, detail: true } });
  return { outcome: (row?.outcome as EventOutcome | undefined) ?? null, detail: row?.detail ?? null };
}

async function recordFailure(id: string, letter: DeadLetter | null, reason: string): Promise<void> {
  const { count } = await db().stripeEvent.updateMany({ where: { id, outcome: 'failed' }, data: { detail: reason } });
  if (count === 0 && letter?.isSigned) await recordFailedEvent({ id, type: letter.type, body: letter.body }, reason);
}
