import { db, Prisma } from '#lib/db.ts';
import {
  type BoundedCount,
  EVENT_OUTCOMES,
  type EventOutcome,
  type ReceivedEvent,
} from '#lib/domain/sale/webhook-log.ts';
import type { EventCursor } from '#lib/schemas/webhook-log.ts';

const EVENTS_PAGE_SIZE = 50;
const COUNTED = 1_000;

type Row = Omit<ReceivedEvent, 'order' | 'receivedAt'> & {
  orderId: string | null;
  title: string | null;
  receivedAt: Date;
};

/**
 * The Stripe events that were taken in, newest first; for admins. Keyset paging on (received_at, id).
 * @returns `next`: the cursor of the following page, null at the end.
 */
export async function listReceivedEvents({
  outcome = null,
  before = null,
  limit = EVENTS_PAGE_SIZE,
}: {
  outcome?: EventOutcome | null;
  before?: EventCursor | null;
  limit?: number;
} = {}): Promise<{ events: ReceivedEvent[]; next: string | null }> {
  const older = before ? Prisma.sql`AND (received_at, id) < (${before.receivedAt}, ${before.id})` : Prisma.empty;
  const rows = await db().$queryRaw<Row[]>`
    SELECT taken.id, taken.type, taken.outcome, taken.detail, taken.received_at AS "receivedAt",
      orders.id AS "orderId", posts.title
    FROM (
      SELECT id, type, outcome, detail, order_id, received_at FROM stripe_events
      WHERE ${withOutcome(outcome)} ${older} ORDER BY received_at DESC, id DESC LIMIT ${limit + 1}) AS taken
    LEFT JOIN orders ON orders.id = taken.order_id
    LEFT JOIN posts ON posts.id = orders.post_id
    ORDER BY taken.received_at DESC, taken.id DESC`;
  const events = rows.slice(0, limit).map(toTakenEvent);
  const last = events.at(-1);
  const next = rows.length > limit && last ? `${Date.parse(last.receivedAt)}_${last.id}` : null;
  return { events, next };
}

/** The index on outcomes leaves out `applied`, and is found only where the statement says so in its own words. */
function withOutcome(outcome: EventOutcome | null): Prisma.Sql {
  if (outcome === null) return Prisma.sql`TRUE`;
  if (outcome === 'applied') return Prisma.sql`outcome = 'applied'`;
  return Prisma.sql`outcome = ${outcome} AND outcome <> 'applied'`;
}

function toTakenEvent({ orderId, title, receivedAt, ...row }: Row): ReceivedEvent {
  return {
    ...row,
    order: orderId === null ? null : { id: orderId, title: title ?? '' },
    receivedAt: receivedAt.toISOString(),
  };
}

export type EventCounts = Record<Exclude<EventOutcome, 'applied'>, BoundedCount> & {
  /** Flagged events that belong to no order, so that no order's flag tells of them. */
  withoutOrder: BoundedCount;
};

/** How many events there are of every outcome but `applied`, each counted up to a thousand. */
export async function countReceivedEvents(): Promise<EventCounts> {
  const outcomes = EVENT_OUTCOMES.filter((outcome) => outcome !== 'applied');
  // The order changes no count: it keeps PostgreSQL at the index, where a rare outcome costs no look at all the rows.
  const rows = await db().$queryRaw<{ name: string; count: number }[]>`
    SELECT wanted.name, (
      SELECT count(*)::int FROM (
        SELECT FROM stripe_events WHERE outcome = wanted.name AND outcome <> 'applied'
        ORDER BY received_at DESC, id DESC LIMIT ${COUNTED + 1}) AS found) AS count
    FROM unnest(${outcomes}::text[]) AS wanted(name)
    UNION ALL
    SELECT 'withoutOrder', (
      SELECT count(*)::int FROM (
        SELECT FROM stripe_events WHERE outcome = 'flagged' AND order_id IS NULL
        ORDER BY received_at DESC, id DESC LIMIT ${COUNTED + 1}) AS found)`;
  const bounded = rows.map(({ name, count }) => [name, { count: Math.min(count, COUNTED), more: count > COUNTED }]);
  return Object.fromEntries(bounded);
}
