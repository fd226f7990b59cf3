import { BASE_CURRENCY } from '#lib/domain/exchange/quote.ts';
import { RATE_DECIMALS } from '#lib/domain/exchange/rate-decimal.ts';
import { isCurrency } from '#lib/domain/money/currencies.ts';

/** The rates of one day (YYYY-MM-DD): units of each currency per euro, as decimals such as `1.1712`. */
export type PublishedDay = { day: string; rates: ReadonlyMap<string, string> };

/** No usable response; `message` is one sentence for admins. */
export class RateServiceError extends Error {
  override name = 'RateServiceError';
}

/** The digits before and after the decimal point that the tables can store. */
const DIGITS = { whole: 12, decimals: RATE_DECIMALS };

const DECIMAL_PATTERN = new RegExp(`^0*(\\d{1,${DIGITS.whole}})(?:\\.(\\d{1,${DIGITS.decimals}}))?$`);

/**
 * A decimal in the normalized form in which rates are compared: no sign, no exponent, no leading or trailing zeros.
 * @returns null if it is not a positive decimal, or does not fit into the tables.
 */
export function parseRate(text: string): string | null {
  const [, whole, fraction = ''] = DECIMAL_PATTERN.exec(text) ?? [];
  if (whole === undefined) return null;
  const decimals = fraction.replace(/0+$/, '');
  const rate = decimals ? `${whole}.${decimals}` : whole;
  return /[1-9]/.test(rate) ? rate : null;
}

/** The same for a JavaScript number, whose shortest text is what was published; it may have an exponent. */
export function parseRateNumber(value: number): string | null {
  // There is an exponent only below a millionth and from 10^21 on; parseRate rejects the latter.
  const text = /e-/.test(String(value)) ? value.toFixed(DIGITS.decimals) : String(value);
  const [whole = '', fraction = ''] = text.split('.');
  return parseRate(fraction ? `${whole}.${fraction.slice(0, DIGITS.decimals)}` : whole);
}

/** The euro's first day. */
const FIRST_DAY = '1999-01-01';

/**
 * The days with only the currencies that the shop supports.
 * @throws {RateServiceError} for an impossible day, and if nothing is left.
 */
export function usableDays(days: readonly PublishedDay[], now: Date): PublishedDay[] {
  const tomorrow = new Date(now.getTime() + 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
  for (const { day } of days) {
    if (!isValidDay(day))
      throw new RateServiceError(`The service sent rates for “${day.slice(0, 20)}”, which is not a date.`);
    if (day > tomorrow) throw new RateServiceError(`The service sent rates for ${day}, which is in the future.`);
    if (day < FIRST_DAY) throw new RateServiceError(`The service sent rates for ${day}, before the euro existed.`);
  }
  const usable = days
    .map(({ day, rates }) => ({ day, rates: new Map([...rates].filter(([code]) => isForeign(code))) }))
    .filter(({ rates }) => rates.size > 0);
  if (usable.length === 0) throw new RateServiceError('The service sent no rates for any currency of this shop.');
  return usable;
}

const isForeign = (code: string) => code !== BASE_CURRENCY && isCurrency(code);

function isValidDay(day: string): boolean {
  const date = new Date(day);
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}
