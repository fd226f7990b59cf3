import { db, Prisma } from '#lib/db.ts';
import type { WaitingCount, WaitingName } from '#lib/domain/overview/waiting.ts';

/** Counts stop here, so that their cost is bounded. */
const MAX_COUNT = 1_000;

/** A mail of which the worker has tried nothing so far is on its way, for so long. */
const MAIL_TIME = Prisma.sql`interval '15 minutes'`;

/** Since when each of them waits, the oldest first; each by an index, mostly a partial one, that finds only what waits. */
const SOURCES: Readonly<Record<WaitingName, Prisma.Sql>> = {
  'flagged-orders': Prisma.sql`SELECT created_at AS at FROM orders WHERE flag IS NOT NULL ORDER BY created_at`,
  'failed-events': eventsOf(Prisma.sql`outcome = 'failed'`),
  'flagged-events': eventsOf(Prisma.sql`outcome = 'flagged' AND order_id IS NULL`),
  'waiting-events': eventsOf(Prisma.sql`outcome = 'waiting'`),
  disputes: Prisma.sql`SELECT updated_at AS at FROM orders WHERE status = 'DISPUTED' ORDER BY created_at`,
  refunds: Prisma.sql`
    SELECT COALESCE(refund_requested_at, updated_at) AS at FROM orders
    WHERE status = 'REFUND_DUE' OR (status = 'PAID' AND refund_requested_at IS NOT NULL)`,
  'first-works': Prisma.sql`
    SELECT waiting_since AS at FROM posts JOIN users ON users.id = artist_id
    WHERE waiting_since IS NOT NULL AND hidden_at IS NULL AND suspended_at IS NULL AND closing_at IS NULL`,
  reports: Prisma.sql`SELECT opened_at AS at FROM report_cases WHERE is_open ORDER BY opened_at, id`,
  'held-rates': Prisma.sql`SELECT fetched_at AS at FROM exchange_rates WHERE state = 'held'`,
  mails: Prisma.sql`
    SELECT created_at AS at FROM messages
    WHERE sent_at IS NULL AND due_at <> 'infinity' AND (last_error IS NOT NULL OR created_at < now() - ${MAIL_TIME})`,
  'webhooks-off': Prisma.sql`
    SELECT switched_off_at AS at FROM webhook_endpoints
    WHERE user_id IS NULL AND switched_off_because IN ('failing', 'gone')`,
  exports: Prisma.sql`
    SELECT requested_at AS at FROM exports WHERE ready_at IS NULL AND removed_at IS NULL AND last_error IS NOT NULL`,
  imports: Prisma.sql`SELECT confirmed_at AS at FROM imports WHERE confirmed_at IS NOT NULL AND finished_at IS NULL`,
};

function eventsOf(condition: Prisma.Sql): Prisma.Sql {
  // The partial index on outcomes excludes `applied`, and is used only if the statement does so explicitly.
  return Prisma.sql`SELECT received_at AS at FROM stripe_events WHERE ${condition} AND outcome <> 'applied'
    ORDER BY received_at, id`;
}

/** What waits in the shop, how many of it and since when, in one statement; for admins. */
export async function listWaiting(): Promise<WaitingCount[]> {
  const counts = Object.entries(SOURCES).map(
    ([name, source]) => Prisma.sql`
      SELECT ${name} AS name, count(*)::int AS count, min(at) AS oldest
      FROM (SELECT * FROM (${source}) AS source LIMIT ${MAX_COUNT + 1}) AS found`,
  );
  const rows = await db().$queryRaw<{ name: WaitingName; count: number; oldest: Date | null }[]>(
    Prisma.join(counts, ' UNION ALL '),
  );
  return rows.flatMap(({ name, count, oldest }) =>
    oldest ? [{ name, count: Math.min(count, MAX_COUNT), more: count > MAX_COUNT, oldest: oldest.toISOString() }] : [],
  );
}
