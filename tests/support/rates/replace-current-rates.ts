/** Stores exchange rates in a test file's database. */

import { db } from '#lib/db.ts';
import { currencyDigits } from '#lib/domain/money/currencies.ts';

/** Day and source of the rates that replaceCurrentRates stores. */
export const RATES_DAY = '2026-11-20';
export const RATES_SOURCE = 'Test Bank';

/** Replaces all current rates (units per euro) in this test file's database. */
export async function replaceCurrentRates(rates: Record<string, string>, day = RATES_DAY): Promise<void> {
  const rows = Object.entries({ EUR: '1', ...rates }).map(([currency, rate]) => ({
    ...{ currency, rate, digits: currencyDigits(currency) },
  }));
  await db().$executeRaw`
    WITH fresh AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS row(currency char(3), rate numeric, digits smallint)
    ), others AS (
      DELETE FROM current_rates WHERE currency NOT IN (SELECT currency FROM fresh)
    )
    INSERT INTO current_rates (currency, rate, digits, day, source)
    SELECT currency, rate, digits, ${day}::date, ${RATES_SOURCE} FROM fresh ORDER BY currency
    ON CONFLICT (currency) DO UPDATE SET rate = excluded.rate, digits = excluded.digits, day = excluded.day, source = excluded.source`;
}
