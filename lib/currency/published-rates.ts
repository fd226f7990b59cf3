import { BASE_CURRENCY } from '#lib/domain/exchange/quote.ts';
import { RATE_DECIMALS } from '#lib/domain/exchange/rate-decimal.ts';
import { isCurrency } from '#lib/domain/money/currencies.ts';

/** What was published for one day (YYYY-MM-DD): units of each currency for one euro, as decimals such as `1.1712`. */
export type PublishedDay = { day: string; rates: ReadonlyMap<string, string> };

/** An answer that cannot be used, or none; `message` is one sentence for the admin. */
export class RateServiceError extends Error {
  override name = 'RateServiceError';
}

/** Digits before and after the point that the tables keep. */
const DIGITS = { whole: 12, decimals: RATE_DECIMALS };

const PLAIN = new RegExp(`^0*(\\d{1,${DIGITS.whole}})(?:\\.(\\d{1,${DIGITS.decimals}}))?$`);

/**
 * A decimal in the one form in which rates are compared: no sign, no exponent, no zeros at its ends.
 * @returns null for what is no positive decimal, or does not fit into the tables.
 */
export function parseRate(text: string): string | null {
  const [, whole, fraction = ''] = PLAIN.exec(text) ?? [];
  if (whole === undefined) return null;
  const decimals = fraction.replace(/0+$/, '');
  const rate = decimals ? `${whole}.${decimals}` : whole;
  return /[1-9]/.test(rate) ? rate : null;
}

/** The same for a JavaScript number: its shortest text, which is what was published, also in exponent form. */
export function rateOfNumber(value: number): string | null {
  // Only below a millionth and from 10^21 on is there an exponent; the latter is refused below.
  const text = /e-/.test(String(value)) ? value.toFixed(DIGITS.decimals) : String(value);
  const [whole = '', fraction = ''] = text.split('.');
  return parseRate(fraction ? `${whole}.${fraction.slice(0, DIGITS.decimals)}` : whole);
}

/** The euro's first day; a date before it is a mistake. */
const FIRST_DAY = '1999-01-01';

/**
 * What the shop can use of an answer: the currencies that it knows.
 * @throws {RateServiceError} for days that cannot be, and when nothing is left.
 */
export function usableDays(days: readonly PublishedDay[], now: Date): PublishedDay[] {
  const tomorrow = new Date(now.getTime() + 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
  for (const { day } of days) {
    if (!isRealDay(day))
      throw new RateServiceError(`The service sent rates for “${day.slice(0, 20)}”, which is no day.`);
    if (day > tomorrow) throw new RateServiceError(`The service sent rates for ${day}, which is in the future.`);
    if (day < FIRST_DAY) throw new RateServiceError(`The service sent rates for ${day}, before there was a euro.`);
  }
  const usable = days
    .map(({ day, rates }) => ({ day, rates: new Map([...rates].filter(([code]) => isForeign(code))) }))
    .filter(({ rates }) => rates.size > 0);
  if (usable.length === 0) throw new RateServiceError('The service sent no rate of a currency that this shop knows.');
  return usable;
}

const isForeign = (code: string) => code !== BASE_CURRENCY && isCurrency(code);

function isRealDay(day: string): boolean {
  const date = new Date(day);
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}
