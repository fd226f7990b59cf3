import { db } from '#lib/db.ts';
import { daysSince } from '#lib/domain/exchange/conversion.ts';
import { BASE_CURRENCY } from '#lib/domain/exchange/quote.ts';
import type { HeldRate, RateReview, UsedRate } from '#lib/domain/exchange/rate-review.ts';
import { activeSource } from './active-source.ts';

/** Only a badly broken service has more held rates than this; the newest are enough to see that. */
const MAX_HELD_RATES = 100;

/** What admins see of the exchange rates: those in use, those held for review, and the state of fetching. */
export async function getRateReview(now = new Date()): Promise<RateReview> {
  const { name, url } = activeSource();
  const [used, fetching, held] = await Promise.all([
    db().$queryRaw<(Omit<UsedRate, 'age'> & { source: string })[]>`
      SELECT currency, trim_scale(rate)::text AS rate, day::text, source FROM current_rates ORDER BY currency`,
    db().rateService.findFirst({ where: { source: name } }),
    listHeldRates(name),
  ]);
  return {
    service: { name, url: publicUrl(url) },
    fetching: fetching && {
      triedAt: fetching.triedAt?.toISOString() ?? null,
      fetchedAt: fetching.fetchedAt?.toISOString() ?? null,
      nextFetchAt: fetching.nextFetchAt.toISOString(),
      error: fetching.error,
      failures: fetching.failures,
    },
    usedSource: used[0]?.source ?? null,
    day:
      used
        .map(({ day }) => day)
        .sort()
        .at(-1) ?? null,
    rates: used
      .filter(({ currency }) => currency !== BASE_CURRENCY)
      .map(({ currency, rate, day }) => ({ currency, rate, day, age: daysSince(day, now) })),
    held: held.slice(0, MAX_HELD_RATES),
    more: held.length > MAX_HELD_RATES,
  };
}

/** Held rates of this source, each with the rate in use until a decision. */
async function listHeldRates(source: string): Promise<HeldRate[]> {
  const rows = await db().$queryRaw<(Omit<HeldRate, 'old'> & { oldRate: string | null; oldDay: string | null })[]>`
    SELECT held.source, held.currency, held.day::text, trim_scale(held.rate)::text AS rate,
      trim_scale(old.rate)::text AS "oldRate", old.day::text AS "oldDay",
      round((held.rate / old.rate - 1) * 100, 1)::text AS moved
    FROM (
      SELECT source, currency, day, rate FROM exchange_rates
      WHERE state = 'held' AND source = ${source} ORDER BY day DESC, currency LIMIT ${MAX_HELD_RATES + 1}) AS held
    LEFT JOIN LATERAL (
      SELECT CASE state WHEN 'accepted' THEN rate ELSE accepted_rate END AS rate, day FROM exchange_rates
      WHERE source = held.source AND currency = held.currency AND day <= held.day
        AND (state = 'accepted' OR accepted_rate IS NOT NULL)
      ORDER BY day DESC LIMIT 1) AS old ON TRUE
    ORDER BY held.day DESC, held.currency`;
  return rows.map(({ oldRate, oldDay, ...rate }) => ({
    ...rate,
    old: oldRate !== null && oldDay !== null ? { rate: oldRate, day: oldDay } : null,
  }));
}

/** Without credentials and query parameters, which may contain a service's key. */
function publicUrl(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}
