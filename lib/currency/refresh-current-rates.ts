import { db } from '#lib/db.ts';
import { BASE_CURRENCY } from '#lib/domain/exchange/quote.ts';
import { CURRENCY_CODES, currencyDigits } from '#lib/domain/money/currencies.ts';
import { activeSource, ECB } from './active-source.ts';

const CURRENCIES = CURRENCY_CODES.filter((code) => code !== BASE_CURRENCY).map((currency) => ({
  currency,
  digits: currencyDigits(currency),
}));

/**
 * Puts the newest accepted rate of each currency into use, from the active source and no later than tomorrow. As long
 * as that source has none at all, the bundled rates of the bank are used.
 * @returns whether anything changed
 */
export async function refreshCurrentRates(source = activeSource().name): Promise<boolean> {
  const [result] = await db().$queryRaw<{ changed: number }[]>`
    WITH newest AS (
      SELECT known.currency, digits, found.rate, found.day, wanted.source
      FROM (VALUES (${source}), (${ECB})) AS wanted(source)
      CROSS JOIN jsonb_to_recordset(${JSON.stringify(CURRENCIES)}::jsonb) AS known(currency char(3), digits smallint)
      CROSS JOIN LATERAL (
        SELECT CASE state WHEN 'accepted' THEN rate ELSE accepted_rate END AS rate, day FROM exchange_rates
        WHERE source = wanted.source AND currency = known.currency
          AND (state = 'accepted' OR accepted_rate IS NOT NULL) AND day <= (now() AT TIME ZONE 'UTC')::date + 1
        ORDER BY day DESC LIMIT 1) AS found),
    foreign_rates AS (
      SELECT DISTINCT currency, digits, rate, day, source FROM newest
      WHERE source = ${source} OR NOT EXISTS (SELECT FROM newest WHERE source = ${source})),
    fresh AS (
      SELECT currency, digits, rate, day, source FROM foreign_rates
      UNION ALL
      SELECT ${BASE_CURRENCY}, ${currencyDigits(BASE_CURRENCY)}, 1, max(day), source
      FROM foreign_rates GROUP BY source),
    written AS (
      INSERT INTO current_rates AS old (currency, digits, rate, day, source)
      SELECT currency, digits, rate, day, source FROM fresh ORDER BY currency
      ON CONFLICT (currency) DO UPDATE SET
        rate = EXCLUDED.rate, digits = EXCLUDED.digits, day = EXCLUDED.day, source = EXCLUDED.source
      WHERE (old.rate, old.digits, old.day, old.source)
        IS DISTINCT FROM (EXCLUDED.rate, EXCLUDED.digits, EXCLUDED.day, EXCLUDED.source)
      RETURNING currency),
    removed AS (
      DELETE FROM current_rates WHERE currency NOT IN (SELECT currency FROM fresh) RETURNING currency)
    SELECT ((SELECT count(*) FROM written) + (SELECT count(*) FROM removed))::int AS changed`;
  return (result?.changed ?? 0) > 0;
}
