import { db } from '#lib/db.ts';
import type { EventOutcome, ReceivedEvent } from '#lib/domain/sale/webhook-log.ts';
import { logger } from '#lib/logger.ts';
import { type DeadLetter, findDeadLetters } from '#lib/payments/dead-letters.ts';
import { listOpenEntries, type OpenEntry } from '#lib/payments/stream-state.ts';

/** A row of stripe_events with all that it has. */
type WholeEvent = ReceivedEvent & {
  /** When it happened, by Stripe's clock; of one that never could be read, when it came. */
  createdAt: string;
  paymentIntentId: string | null;
  /** As Stripe sent it, read from JSON; a text when it was none; null once it is no longer kept. */
  payload: unknown;
};

export type FoundEvent = {
  /** Null for one that was never applied, ignored or noted as failed. */
  taken: WholeEvent | null;
  letters: DeadLetter[];
  /** Where it stands among the first hundred that wait in the stream. */
  open: OpenEntry | null;
  /** Did Redis answer? If not, `letters` and `open` say nothing. */
  redisAnswers: boolean;
};

const LOOKED_AT = 100;

/** Everything that is known here about an event, in the database and in Redis, or null; for admins. */
export async function findEvent(eventId: string): Promise<FoundEvent | null> {
  const [taken, inRedis] = await Promise.all([
    getEventTaken(eventId),
    Promise.all([findDeadLetters(eventId), listOpenEntries(LOOKED_AT)]).catch((error) => {
      logger().warn({ err: error }, 'Redis could not be asked about an event');
      return null;
    }),
  ]);
  const [letters, entries] = inRedis ?? [[], []];
  const open = entries.find((entry) => entry.eventId === eventId) ?? null;
  if (!taken && letters.length === 0 && !open) return null;
  return { taken, letters, open, redisAnswers: inRedis !== null };
}

async function getEventTaken(id: string): Promise<WholeEvent | null> {
  const row = await db().stripeEvent.findUnique({ where: { id } });
  if (!row) return null;
  const order = row.orderId
    ? await db().order.findUnique({
        where: { id: row.orderId },
        select: { id: true, post: { select: { title: true } } },
      })
    : null;
  return {
    id,
    type: row.type,
    outcome: row.outcome as EventOutcome,
    detail: row.detail,
    order: order && { id: order.id, title: order.post.title },
    receivedAt: row.receivedAt.toISOString(),
    createdAt: row.createdAt.toISOString(),
    paymentIntentId: row.paymentIntentId,
    payload: row.payload,
  };
}
