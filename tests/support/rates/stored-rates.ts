import { db } from '#lib/db.ts';

/** Everything that is stored of a source: `2026-11-20 USD 1.15 accepted`, and what counts instead, where a correction waits. */
export async function storedRates(source: string): Promise<string[]> {
  const rows = await db().$queryRaw<{ row: string }[]>`
    SELECT concat_ws(' ', day, currency, trim_scale(rate), state, 'counts ' || trim_scale(accepted_rate)) AS row
    FROM exchange_rates WHERE source = ${source} ORDER BY day, currency`;
  return rows.map(({ row }) => row);
}

/** The rates in use: `USD 1.15 2026-11-20 European Central Bank`. */
export async function ratesInUse(): Promise<string[]> {
  const rows = await db().$queryRaw<{ row: string }[]>`
    SELECT concat_ws(' ', currency, trim_scale(rate), day, source) AS row FROM current_rates ORDER BY currency`;
  return rows.map(({ row }) => row);
}

/** As if an admin had decided about a rate that is held. */
export async function decide(source: string, day: string, state: 'accepted' | 'discarded'): Promise<void> {
  await db().$executeRaw`
    UPDATE exchange_rates SET state = ${state} WHERE source = ${source} AND day = ${day}::date AND state = 'held'`;
}

/** What the tables know of the fetching from a source; times in seconds from now. */
export async function fetching(source: string) {
  const [row] = await db().$queryRaw<
    { next: number; fetched: number | null; error: string | null; failures: number }[]
  >`
    SELECT extract(epoch FROM next_fetch_at - now())::float8 AS next,
      extract(epoch FROM fetched_at - now())::float8 AS fetched, error, failures
    FROM rate_services WHERE source = ${source}`;
  return row;
}
