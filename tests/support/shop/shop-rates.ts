import { currencyDigits } from '#lib/domain/money/currencies.ts';
import type { Shop } from './shop.ts';

const SOURCE = 'European Central Bank';

/**
 * Puts these rates (units for one euro) into use in a running shop, from `day` (YYYY-MM-DD) on, beside those that are
 * there. Cached pages stay as they are.
 * @returns a function that puts the former ones back.
 */
export async function setRates(
  { database }: Pick<Shop, 'database'>,
  rates: Record<string, string>,
  day = new Date().toISOString().slice(0, 10),
): Promise<() => Promise<void>> {
  const { rows: before } = await database.query('SELECT currency, rate, digits, day::text, source FROM current_rates');
  for (const [currency, rate] of Object.entries(rates)) {
    await database.query(
      `INSERT INTO current_rates (currency, rate, digits, day, source) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (currency) DO UPDATE SET rate = excluded.rate, day = excluded.day`,
      [currency, rate, currencyDigits(currency), day, SOURCE],
    );
  }
  return async () => {
    await database.query('DELETE FROM current_rates');
    for (const { currency, rate, digits, day: then, source } of before) {
      await database.query(
        'INSERT INTO current_rates (currency, rate, digits, day, source) VALUES ($1, $2, $3, $4, $5)',
        [...[currency, rate, digits, then, source]],
      );
    }
  };
}
