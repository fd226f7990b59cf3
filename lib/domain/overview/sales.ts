import { convert, type Exchange } from '../exchange/quote.ts';
import { currencyDigits } from '../money/currencies.ts';
import { type Money, sameMoney } from '../money/money.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** What happened on one day (UTC) in one currency; amounts in its minor units. */
export type SalesOfDay = {
  /** YYYY-MM-DD */
  day: string;
  currency: string;
  /** Works that were sold that day and are still sold: refunded ones do not count. */
  works: number;
  /** What buyers paid, also what was refunded later. */
  gross: number;
  /** What went back to buyers that day by refunds and disputes. */
  returned: number;
};

export type SalesSum = {
  works: number;
  /** By currency, the largest share first. */
  gross: Money[];
  returned: Money[];
};

/** Sums in one currency; `unknown` are the currencies without a rate, which are left out. */
export type Total = { money: Money; isConverted: boolean; unknown: string[] };

/** The days before and including `today`, oldest first, as YYYY-MM-DD. */
export function lastDays(count: number, today: Date): string[] {
  return Array.from({ length: count }, (_, index) =>
    new Date(today.getTime() - (count - 1 - index) * DAY_MS).toISOString().slice(0, 10),
  );
}

/** @param since the first day that counts, YYYY-MM-DD */
export function sumSales(rows: readonly SalesOfDay[], since: string): SalesSum {
  const [gross, returned] = [new Map<string, number>(), new Map<string, number>()];
  let works = 0;
  for (const row of rows) {
    if (row.day < since) continue;
    works += row.works;
    gross.set(row.currency, (gross.get(row.currency) ?? 0) + row.gross);
    returned.set(row.currency, (returned.get(row.currency) ?? 0) + row.returned);
  }
  return { works, gross: toMoney(gross), returned: toMoney(returned) };
}

const toMoney = (sums: ReadonlyMap<string, number>): Money[] =>
  [...sums]
    .filter(([, amount]) => amount !== 0)
    .map(([currency, amount]) => ({ amount, currency }))
    .sort((a, b) => a.currency.localeCompare(b.currency));

/** The sum in the shop's currency, at the rates in use; in whole units if anything was converted, because it is not exact. */
export function totalIn(currency: string, sums: readonly Money[], exchange: Exchange): Total {
  const total: Total = { money: { amount: 0, currency }, isConverted: false, unknown: [] };
  for (const money of sums) {
    const converted = convert(money, currency, exchange);
    if (!converted) total.unknown.push(money.currency);
    else {
      total.money.amount += converted.shown.amount;
      if (!sameMoney(converted.shown, money)) total.isConverted = true;
    }
  }
  const unit = 10 ** currencyDigits(currency);
  if (total.isConverted) total.money.amount = Math.round(total.money.amount / unit) * unit;
  return total;
}

export type ChartDay = { day: string; works: number; gross: number };

/** Each of the days with its works and its gross in the shop's currency; a day without sales has zeros. */
export function chartDays(
  rows: readonly SalesOfDay[],
  days: readonly string[],
  currency: string,
  exchange: Exchange,
): ChartDay[] {
  return days.map((day) => {
    const { works, gross } = sumSales(
      rows.filter((row) => row.day === day),
      day,
    );
    return { day, works, gross: totalIn(currency, gross, exchange).money.amount };
  });
}
