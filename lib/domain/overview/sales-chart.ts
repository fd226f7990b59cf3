import { formatDate } from '../format-date.ts';
import { formatMoney } from '../money/money.ts';
import type { ChartDay } from './sales.ts';

/** A bar in a drawing that is 100 wide and 100 high, with y downwards. */
export type Bar = { day: string; x: number; y: number; width: number; height: number };

/** The least round number (1, 2 or 5 with zeros) that no value exceeds; 1 if all are 0. */
export function roundMaximum(values: readonly number[]): number {
  const largest = Math.max(1, ...values);
  const power = 10 ** Math.floor(Math.log10(largest));
  const factor = [1, 2, 5, 10].find((one) => one * power >= largest) ?? 10;
  return factor * power;
}

/** Of the width of a day the part that its bar takes. */
const BAR_SHARE = 0.7;
/** A day with a sale is seen, however small. */
const MINIMUM_HEIGHT = 1.5;

/** One bar for each day that has any gross. */
export function chartBars(days: readonly ChartDay[]): Bar[] {
  const maximum = roundMaximum(days.map(({ gross }) => gross));
  const step = 100 / Math.max(1, days.length);
  return days.flatMap(({ day, gross }, index) => {
    if (gross <= 0) return [];
    const height = Math.max(MINIMUM_HEIGHT, (gross / maximum) * 100);
    return [{ day, x: step * (index + (1 - BAR_SHARE) / 2), y: 100 - height, width: step * BAR_SHARE, height }];
  });
}

const countOfWorks = (works: number): string => `${works.toLocaleString('en')} ${works === 1 ? 'work' : 'works'}`;

/** The chart in words. @param currency of the gross, in its minor units */
export function describeChart(days: readonly ChartDay[], currency: string): string {
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return '';
  const money = (amount: number) => formatMoney({ amount, currency });
  const period = `Sales by day from ${formatDate(first.day)} to ${formatDate(last.day)}`;
  const gross = days.reduce((sum, day) => sum + day.gross, 0);
  if (gross === 0) return `${period}: none.`;
  const works = days.reduce((sum, day) => sum + day.works, 0);
  const best = days.reduce((most, day) => (day.gross > most.gross ? day : most), first);
  return `${period}: ${countOfWorks(works)}, ${money(gross)} in all. The most was paid on ${formatDate(best.day)}: ${money(best.gross)}.`;
}
