import { db } from '#lib/db.ts';
import type { SalesOfDay } from '#lib/domain/overview/sales.ts';

/** New works and artists of the last 1, 7 and 30 days. */
export type Newcomers = { since: string; works: number; artists: number };

type Row = Omit<SalesOfDay, 'gross' | 'returned'> & { gross: bigint; returned: bigint };

/**
 * What was paid and what went back, by day (UTC) and currency, in one statement. Uses the indexes orders_paid, which has
 * all that is summed, and ledger_transactions_returned.
 * @param since the first moment that counts.
 */
export async function getSalesByDay(since: Date): Promise<SalesOfDay[]> {
  const rows = await db().$queryRaw<Row[]>`
    SELECT day::text, currency, sum(works)::int AS works, sum(gross)::bigint AS gross, sum(returned)::bigint AS returned
    FROM (
      SELECT (paid_at AT TIME ZONE 'UTC')::date AS day, currency,
        count(*) FILTER (WHERE status IN ('PAID', 'DISPUTED')) AS works, sum(amount) AS gross, 0 AS returned
      FROM orders WHERE paid_at >= ${since} GROUP BY 1, 2
      UNION ALL
      SELECT (occurred_at AT TIME ZONE 'UTC')::date, currency, 0, 0, sum(entries.amount)
      FROM ledger_transactions JOIN ledger_entries entries ON entries.transaction_id = ledger_transactions.id
      WHERE kind IN ('refund', 'refund-failed', 'dispute', 'dispute-returned') AND occurred_at >= ${since}
        AND entries.account = 'buyer'
      GROUP BY 1, 2
    ) AS parts GROUP BY day, currency ORDER BY day, currency`;
  return rows.map(({ gross, returned, ...row }) => ({ ...row, gross: Number(gross), returned: Number(returned) }));
}

/**
 * For each of the days the works that were first published since then and are public, and the artists who had no public
 * work before. Uses the indexes posts_gallery and posts_by_artist_public.
 * @param days YYYY-MM-DD, the earliest last.
 */
export async function countNewcomers(days: readonly string[]): Promise<Newcomers[]> {
  return db().$queryRaw<Newcomers[]>`
    WITH days AS (SELECT day, (day || 'T00:00:00Z')::timestamptz AS since FROM unnest(${days}::text[]) AS wanted(day)),
    works AS (
      SELECT artist_id, listed_at FROM posts WHERE status <> 'DRAFT' AND hidden_at IS NULL
        AND listed_at >= (SELECT min(since) FROM days)),
    artists AS (
      SELECT (SELECT listed_at FROM posts WHERE artist_id = each.artist_id AND status <> 'DRAFT' AND hidden_at IS NULL
        ORDER BY listed_at LIMIT 1) AS began
      FROM (SELECT DISTINCT artist_id FROM works) AS each)
    SELECT day AS since, (SELECT count(*)::int FROM works WHERE listed_at >= since) AS works,
      (SELECT count(*)::int FROM artists WHERE began >= since) AS artists
    FROM days ORDER BY since DESC`;
}
