import { type Db, db } from '#lib/db.ts';
import { judgeRate, type StoredRate } from './judge-rate.ts';
import type { PublishedDay } from './published-rates.ts';

type Row = StoredRate & { currency: string };

/** How many rates were new or corrected, and which of them are held for an admin. */
export type StoreResult = { changed: number; held: { currency: string; day: string; rate: string }[] };

/**
 * Stores what a source published, judging each day after the days before it, and records the successful fetch, all in
 * one transaction.
 */
export function storeRates(source: string, published: readonly PublishedDay[]): Promise<StoreResult> {
  const days = published.toSorted((one, other) => one.day.localeCompare(other.day));
  return db().$transaction(async (tx) => {
    const changed = judgeDays(days, await readStored(tx, source, days));
    await write(tx, source, changed);
    await tx.$executeRaw`
      INSERT INTO rate_services (source, next_fetch_at, tried_at, fetched_at)
      VALUES (${source}, now() + interval '1 hour', now(), now())
      ON CONFLICT (source) DO UPDATE SET
        next_fetch_at = EXCLUDED.next_fetch_at, fetched_at = EXCLUDED.fetched_at, error = NULL, failures = 0`;
    const held = changed.filter(({ state }) => state === 'held');
    return { changed: changed.length, held: held.map(({ currency, day, rate }) => ({ currency, day, rate })) };
  });
}

/** The rows to write. @param stored the known rows by currency; each judged row is added */
function judgeDays(days: readonly PublishedDay[], stored: Map<string, StoredRate[]>): Row[] {
  const changed = new Map<string, Row>();
  for (const { day, rates } of days) {
    for (const [currency, rate] of rates) {
      const known = stored.get(currency) ?? [];
      const judged = judgeRate(day, rate, known);
      if (!judged) continue;
      stored.set(currency, [...known.filter((row) => row.day !== day), judged]);
      changed.set(`${currency} ${day}`, { ...judged, currency });
    }
  }
  return [...changed.values()];
}

/** Each currency's rows from the newest used one before the first day on; locked, since an admin may decide on one. */
async function readStored(tx: Db, source: string, days: readonly PublishedDay[]): Promise<Map<string, StoredRate[]>> {
  const currencies = [...new Set(days.flatMap(({ rates }) => [...rates.keys()]))];
  const [first, last] = [days[0]?.day, days.at(-1)?.day];
  const rows = await tx.$queryRaw<Row[]>`
    SELECT one.currency, day::text, trim_scale(rate)::text AS rate, state,
      trim_scale(accepted_rate)::text AS "acceptedRate"
    FROM unnest(${currencies}::char(3)[]) AS wanted(currency)
    CROSS JOIN LATERAL (
      SELECT COALESCE(max(day), '-infinity') AS since FROM exchange_rates
      WHERE source = ${source} AND currency = wanted.currency AND day < ${first}::date
        AND (state = 'accepted' OR accepted_rate IS NOT NULL)) AS before
    JOIN exchange_rates AS one
      ON source = ${source} AND one.currency = wanted.currency AND day BETWEEN since AND ${last}::date
    ORDER BY one.currency, day FOR UPDATE OF one`;
  return Map.groupBy(rows, ({ currency }) => currency);
}

async function write(tx: Db, source: string, rows: readonly Row[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO exchange_rates (source, day, currency, rate, state, accepted_rate)
    SELECT ${source}, day, currency, rate, state, "acceptedRate"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS judged(day date, currency char(3), rate numeric, state text, "acceptedRate" numeric)
    ON CONFLICT (source, currency, day) DO UPDATE SET
      rate = EXCLUDED.rate, state = EXCLUDED.state, accepted_rate = EXCLUDED.accepted_rate, fetched_at = now()`;
}
