import { currencyDigits } from '#lib/domain/money/currencies.ts';
import type { Shop } from './start-shop.ts';

const SOURCE = 'European Central Bank';

/**
 * Sets these current rates (units per euro) of a running shop and keeps its other rates. Cached pages do not change.
 * @param day the day of the rates, YYYY-MM-DD.
 * @returns a function that restores the previous rates.
 */
export async function setShopRates(
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
    for (const { currency, rate, digits, day: previousDay, source } of before) {
      await database.query(
        'INSERT INTO current_rates (currency, rate, digits, day, source) VALUES ($1, $2, $3, $4, $5)',
        [...[currency, rate, digits, previousDay, source]],
      );
    }
  };
}
