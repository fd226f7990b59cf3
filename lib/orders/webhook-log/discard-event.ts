import { assertAdmin } from '#lib/accounts/assert-admin.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { db } from '#lib/db.ts';
import { type EventOutcome, OPEN_OUTCOMES, OUTCOME_LABELS } from '#lib/domain/sale/webhook-log.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { logger } from '#lib/logger.ts';
import { findDeadLetters, removeDeadLetters } from '#lib/payments/dead-letters.ts';
import { recordFailedEvent } from './record-failed-event.ts';

/**
 * `unchanged`: its outcome, given in `outcome`, cannot be discarded. `removed`: there were only dead letters that are not
 * signed, and they are gone. `unknown`: there is no such event.
 */
export type DiscardResult = { result: 'discarded' | 'unchanged' | 'removed' | 'unknown'; outcome: EventOutcome | null };

/**
 * Marks a failed, waiting or flagged event as discarded, so that it is not applied. Its row stays, with its payload,
 * who decided and why. Its dead letters are deleted once the row has everything they contain. Of letters that are not
 * signed nothing is recorded: a row with their id would stand in the way of Stripe's own event.
 * @param by for people who read the event's row; an admin's is their username.
 * @throws {ExpectedError} not-found for viewers who are not admins
 * @throws if the database is unavailable. If Redis is, the dead letters stay.
 */
export async function discardEvent(
  actor: Viewer | 'terminal',
  eventId: string,
  { by, why }: { by?: string | undefined; why?: string | undefined } = {},
): Promise<DiscardResult> {
  assertAdmin(actor);
  const letters = await findDeadLetters(eventId).catch(() => []);
  const letter = letters.find(({ isSigned }) => isSigned);
  if (letter) await recordFailedEvent({ id: eventId, type: letter.type, body: letter.body }, letter.error);
  const note = `Discarded${by ? ` by ${by}` : ''}${why ? `: ${why}` : ''}`;
  const discarded = await db().$transaction(async (transaction) => {
    const [event] = await transaction.$queryRaw<{ type: string }[]>`
      UPDATE stripe_events SET outcome = 'discarded',
        detail = ${note} || ' (previously ' || outcome || COALESCE(': ' || detail, '') || ')'
      WHERE id = ${eventId} AND outcome = ANY(${[...OPEN_OUTCOMES]}::text[])
      RETURNING type`;
    if (!event) return 0;
    const subject = { kind: 'event', id: eventId, name: event.type } as const;
    const details = { why: why ?? null, ...(actor === 'terminal' && by && { by }) };
    await recordAudit({ actor, action: 'event-discarded', subject, details }, transaction);
    return 1;
  });
  const row = await db().stripeEvent.findFirst({ where: { id: eventId }, select: { outcome: true } });
  if (!row && letters.length === 0) return { result: 'unknown', outcome: null };
  await removeDeadLetters(letters.map(({ letterId }) => letterId)).catch((error) =>
    logger().warn({ err: error, event: eventId }, 'the dead letters of a discarded event could not be deleted'),
  );
  logger().info({ event: eventId, by, why, discarded }, 'event discarded');
  if (!row) {
    const subject = { kind: 'event', id: eventId, name: letters[0]?.type ?? '' } as const;
    await recordAudit({ actor, action: 'event-discarded', subject, details: { result: 'removed', why: why ?? null } });
    return { result: 'removed', outcome: null };
  }
  return { result: discarded === 1 ? 'discarded' : 'unchanged', outcome: row.outcome as EventOutcome };
}

/** The result as a sentence. */
export function describeDiscard({ result, outcome }: DiscardResult): string {
  if (result === 'removed') return 'Removed: it was not signed by this shop, so nothing of it was recorded';
  if (result === 'unknown' || !outcome) return 'There is no event with this id';
  if (result === 'discarded') return 'Discarded; its payload is kept, and it can still be replayed';
  return `Nothing was changed: it was already ${OUTCOME_LABELS[outcome].name.toLowerCase()}`;
}
