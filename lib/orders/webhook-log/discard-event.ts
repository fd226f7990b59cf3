import { db } from '#lib/db.ts';
import { type EventOutcome, OPEN_OUTCOMES, OUTCOME_WORDS } from '#lib/domain/sale/webhook-log.ts';
import { logger } from '#lib/logger.ts';
import { findDeadLetters, removeDeadLetters } from '#lib/payments/dead-letters.ts';
import { recordFailedEvent } from './record-failed-event.ts';

/** `unchanged`: there was nothing to decide about it; `outcome` is what became of it. `unknown`: it never came. */
export type Discarded = { result: 'discarded' | 'unchanged' | 'unknown'; outcome: EventOutcome | null };

/**
 * Settles that an event which failed, waits or was flagged is not to be applied. Its row stays, with its text and with
 * who decided and why; its dead letters go, once all that they say stands in the row.
 * @throws when the database is away; when Redis is away, the dead letters stay.
 */
export async function discardEvent(
  eventId: string,
  { by, why }: { by?: string | undefined; why?: string | undefined } = {},
): Promise<Discarded> {
  const letters = await findDeadLetters(eventId).catch(() => []);
  const [letter] = letters;
  if (letter) await recordFailedEvent({ id: eventId, type: letter.type, body: letter.body }, letter.error);
  const note = `Discarded${by ? ` by ${by}` : ''}${why ? `: ${why}` : ''}`;
  const discarded = await db().$executeRaw`
    UPDATE stripe_events SET outcome = 'discarded',
      detail = ${note} || ' (before that, ' || outcome || COALESCE(': ' || detail, '') || ')'
    WHERE id = ${eventId} AND outcome = ANY(${[...OPEN_OUTCOMES]}::text[])`;
  const row = await db().stripeEvent.findUnique({ where: { id: eventId }, select: { outcome: true } });
  if (!row) return { result: 'unknown', outcome: null };
  await removeDeadLetters(letters.map(({ letterId }) => letterId)).catch((error) =>
    logger().warn({ err: error, event: eventId }, 'dead letters of a discarded event are still there'),
  );
  logger().info({ event: eventId, by, why, discarded }, 'an event was discarded');
  return { result: discarded === 1 ? 'discarded' : 'unchanged', outcome: row.outcome as EventOutcome };
}

/** The same in a sentence. */
export function describeDiscard({ result, outcome }: Discarded): string {
  if (result === 'unknown' || !outcome) return 'There is no event with this id here';
  if (result === 'discarded') return 'Discarded; its text stays, and it can still be replayed';
  return `Nothing was changed: it was ${OUTCOME_WORDS[outcome].name.toLowerCase()} before`;
}
