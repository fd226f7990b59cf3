import { db, Prisma } from '#lib/db.ts';
import {
  type BoundedCount,
  EVENT_OUTCOMES,
  type EventOutcome,
  type ReceivedEvent,
} from '#lib/domain/sale/webhook-log.ts';
import type { EventCursor } from '#lib/schemas/webhook-log.ts';

const EVENTS_PAGE_SIZE = 50;
const MAX_COUNT = 1_000;

type Row = Omit<ReceivedEvent, 'order' | 'receivedAt'> & {
  orderId: string | null;
  title: string | null;
  receivedAt: Date;
};

/**
 * The recorded Stripe events, newest first; for admins. Keyset pagination on (received_at, id).
 * @returns `next`: the next page's cursor, null at the end.
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
    SELECT page.id, page.type, page.outcome, page.detail, page.received_at AS "receivedAt",
      orders.id AS "orderId", posts.title
    FROM (
      SELECT id, type, outcome, detail, order_id, received_at FROM stripe_events
      WHERE ${withOutcome(outcome)} ${older} ORDER BY received_at DESC, id DESC LIMIT ${limit + 1}) AS page
    LEFT JOIN orders ON orders.id = page.order_id
    LEFT JOIN posts ON posts.id = orders.post_id
    ORDER BY page.received_at DESC, page.id DESC`;
  const events = rows.slice(0, limit).map(toReceivedEvent);
  const last = events.at(-1);
  const next = rows.length > limit && last ? `${Date.parse(last.receivedAt)}_${last.id}` : null;
  return { events, next };
}

/** The partial index on outcomes excludes `applied`, and is used only if the statement does so explicitly. */
function withOutcome(outcome: EventOutcome | null): Prisma.Sql {
  if (outcome === null) return Prisma.sql`TRUE`;
  if (outcome === 'applied') return Prisma.sql`outcome = 'applied'`;
  return Prisma.sql`outcome = ${outcome} AND outcome <> 'applied'`;
}

function toReceivedEvent({ orderId, title, receivedAt, ...row }: Row): ReceivedEvent {
  return {
    ...row,
    order: orderId === null ? null : { id: orderId, title: title ?? '' },
    receivedAt: receivedAt.toISOString(),
  };
}

export type EventCounts = Record<Exclude<EventOutcome, 'applied'>, BoundedCount> & {
  /** Flagged events without an order, which no order's flag shows. */
  withoutOrder: BoundedCount;
};

/** The number of events with each outcome except `applied`, counted up to 1,000 each. */
export async function countReceivedEvents(): Promise<EventCounts> {
  const outcomes = EVENT_OUTCOMES.filter((outcome) => outcome !== 'applied');
  // ORDER BY does not change the counts: it makes PostgreSQL use the index, so a rare outcome needs no full scan.
  const rows = await db().$queryRaw<{ name: string; count: number }[]>`
    SELECT wanted.name, (
      SELECT count(*)::int FROM (
        SELECT FROM stripe_events WHERE outcome = wanted.name AND outcome <> 'applied'
        ORDER BY received_at DESC, id DESC LIMIT ${MAX_COUNT + 1}) AS found) AS count
    FROM unnest(${outcomes}::text[]) AS wanted(name)
    UNION ALL
    SELECT 'withoutOrder', (
      SELECT count(*)::int FROM (
        SELECT FROM stripe_events WHERE outcome = 'flagged' AND order_id IS NULL
        ORDER BY received_at DESC, id DESC LIMIT ${MAX_COUNT + 1}) AS found)`;
  const bounded = rows.map(({ name, count }) => [name, { count: Math.min(count, MAX_COUNT), more: count > MAX_COUNT }]);
  return Object.fromEntries(bounded);
}
