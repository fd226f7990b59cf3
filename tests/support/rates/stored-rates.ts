/** Reads and decides the exchange rates of a test file’s database. */

import { db } from '#lib/db.ts';

/** All stored rates of a source, such as `2026-11-20 USD 1.15 accepted`; a held correction adds the rate that applies. */
export async function storedRates(source: string): Promise<string[]> {
  const rows = await db().$queryRaw<{ row: string }[]>`
    SELECT concat_ws(' ', day, currency, trim_scale(rate), state, 'counts ' || trim_scale(accepted_rate)) AS row
    FROM exchange_rates WHERE source = ${source} ORDER BY day, currency`;
  return rows.map(({ row }) => row);
}

/** The current rates, such as `USD 1.15 2026-11-20 European Central Bank`. */
export async function storedCurrentRates(): Promise<string[]> {
  const rows = await db().$queryRaw<{ row: string }[]>`
    SELECT concat_ws(' ', currency, trim_scale(rate), day, source) AS row FROM current_rates ORDER BY currency`;
  return rows.map(({ row }) => row);
}

/** Accepts or discards a held rate, as an admin would. */
export async function decideHeldRate(source: string, day: string, state: 'accepted' | 'discarded'): Promise<void> {
  await db().$executeRaw`
    UPDATE exchange_rates SET state = ${state} WHERE source = ${source} AND day = ${day}::date AND state = 'held'`;
}

/** The stored state of fetching from a source; times are seconds from now. */
export async function fetchState(source: string) {
  const [row] = await db().$queryRaw<
    { next: number; fetched: number | null; error: string | null; failures: number }[]
  >`
    SELECT extract(epoch FROM next_fetch_at - now())::float8 AS next,
      extract(epoch FROM fetched_at - now())::float8 AS fetched, error, failures
    FROM rate_services WHERE source = ${source}`;
  return row;
}
