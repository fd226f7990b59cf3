import type { Period } from '#components/admin/overview/sales-table.tsx';
import { currentExchange } from '#lib/currency/queries.ts';
import { type ChartDay, chartDays, lastDays, sumSales, totalIn } from '#lib/domain/overview/sales.ts';
import { defaultCurrency } from '#lib/http/request-currency.ts';
import { countNewcomers, getSalesByDay } from '#lib/overview/queries.ts';

export const CHART_DAYS = [30, 90] as const;
const PERIODS = [
  { name: 'Today', days: 1 },
  { name: '7 days', days: 7 },
  { name: '30 days', days: 30 },
] as const;

type Sales = {
  periods: Period[];
  days: ChartDay[];
  /** The shop's, in which sums of several currencies are. */
  currency: string;
  /** YYYY-MM-DD, if anything was converted. */
  ratesOf: string | null;
  /** Currencies without a rate. */
  unknown: string[];
};

/** The sales of some periods and of each day, with sums in the shop's currency at the rates in use. */
export async function loadSales(now: Date, count: (typeof CHART_DAYS)[number]): Promise<Sales> {
  const days = lastDays(count, now);
  const beginnings = PERIODS.map((period) => lastDays(period.days, now)[0] ?? '');
  const [rows, newcomers, exchange] = await Promise.all([
    getSalesByDay(new Date(`${days[0]}T00:00:00Z`)),
    countNewcomers(beginnings),
    currentExchange(),
  ]);
  const currency = defaultCurrency();
  const periods = PERIODS.map(({ name }, index) => {
    const sum = sumSales(rows, beginnings[index] ?? '');
    const { works = 0, artists = 0 } = newcomers.find(({ since }) => since === beginnings[index]) ?? {};
    return { name, ...sum, total: totalIn(currency, sum.gross, exchange), newWorks: works, newArtists: artists };
  });
  const rateDays = Object.values(exchange.rates).map(({ day }) => day);
  const all = sumSales(rows, days[0] ?? '').gross;
  const { isConverted, unknown } = totalIn(currency, all, exchange);
  const chart = chartDays(rows, days, currency, exchange);
  return { periods, days: chart, currency, ratesOf: isConverted ? (rateDays.sort().at(-1) ?? null) : null, unknown };
}
