import { db } from '#lib/db.ts';
import { currencyDigits } from '#lib/domain/currencies.ts';

/** Day and source of the rates that useRates sets. */
export const RATES_DAY = '2026-11-20';
export const RATES_SOURCE = 'Test Bank';

/** Puts these rates (units for one euro) into use instead of all others, in this file's database. */
export async function useRates(rates: Record<string, string>, day = RATES_DAY): Promise<void> {
  const rows = Object.entries({ EUR: '1', ...rates }).map(([currency, rate]) => ({
    ...{ currency, rate, digits: currencyDigits(currency) },
    ...{ day: new Date(day), source: RATES_SOURCE },
  }));
  await db().$transaction([db().currentRate.deleteMany(), db().currentRate.createMany({ data: rows })]);
}
