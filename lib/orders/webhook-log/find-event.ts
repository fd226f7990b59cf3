import { db } from '#lib/db.ts';
import type { EventOutcome, ReceivedEvent } from '#lib/domain/sale/webhook-log.ts';
import { logger } from '#lib/logger.ts';
import { type DeadLetter, findDeadLetters } from '#lib/payments/dead-letters.ts';
import { listOpenEntries, type OpenEntry } from '#lib/payments/stream-state.ts';

/** A whole row of stripe_events. */
type RecordedEvent = ReceivedEvent & {
  /** When it happened, by Stripe's clock; when it arrived, if it could never be parsed. */
  createdAt: string;
  paymentIntentId: string | null;
  /** As Stripe sent it: parsed JSON, or a string if it was not valid JSON; null once it has been deleted. */
  payload: unknown;
};

export type FoundEvent = {
  /** Null if it has not been processed, nor recorded as failed. */
  recorded: RecordedEvent | null;
  letters: DeadLetter[];
  /** Its stream entry, if it is among the first hundred that are not acknowledged. */
  open: OpenEntry | null;
  /** If not, `letters` and `open` are unknown. */
  isRedisAvailable: boolean;
};

const MAX_OPEN_ENTRIES = 100;

/** An event as the database and Redis have it, or null; for admins. */
export async function findEvent(eventId: string): Promise<FoundEvent | null> {
  const [recorded, inRedis] = await Promise.all([
    getRecordedEvent(eventId),
    Promise.all([findDeadLetters(eventId), listOpenEntries(MAX_OPEN_ENTRIES)]).catch((error) => {
      logger().warn({ err: error }, 'an event could not be looked up in Redis');
      return null;
    }),
  ]);
  const [letters, entries] = inRedis ?? [[], []];
  const open = entries.find((entry) => entry.eventId === eventId) ?? null;
  if (!recorded && letters.length === 0 && !open) return null;
  return { recorded, letters, open, isRedisAvailable: inRedis !== null };
}

async function getRecordedEvent(id: string): Promise<RecordedEvent | null> {
  const row = await db().stripeEvent.findFirst({ where: { id } });
  if (!row) return null;
  const order = row.orderId
    ? await db().order.findFirst({
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
