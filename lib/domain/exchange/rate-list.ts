import { newestDay } from './conversion.ts';
import { BASE_CURRENCY, convert, type Exchange, isQuotable } from './quote.ts';

/** All rates against one currency, in the shape of Frankfurter's `/latest` (https://frankfurter.dev). */
export type RateList = {
  amount: 1;
  base: string;
  /** The newest day (YYYY-MM-DD) of all rates. */
  date: string;
  source: string | null;
  /** Units per unit of `base`, rounded to twelve decimals. */
  rates: Record<string, number>;
  /** The days of the rates that are older than `date`. */
  dates: Record<string, string>;
};

/** @returns null if no rates are known, or none for `base`. */
export function rateList(exchange: Exchange, base: string): RateList | null {
  const date = newestDay(exchange);
  if (!date || !isQuotable(base, exchange)) return null;
  const list: RateList = { amount: 1, base, date, source: exchange.source, rates: {}, dates: {} };
  const codes = [BASE_CURRENCY, ...Object.keys(exchange.rates)].filter((code) => code !== base);
  for (const code of codes.sort()) {
    const converted = convert({ amount: 0, currency: base }, code, exchange);
    if (!converted?.day) continue;
    list.rates[code] = Number(converted.rate);
    if (converted.day < date) list.dates[code] = converted.day;
  }
  return list;
}
