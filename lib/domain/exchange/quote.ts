import { currencyDigits, currencyStep, isCurrency, maximumAmount, minimumAmount } from '../money/currencies.ts';
import type { Money } from '../money/money.ts';
import { roundToWhole } from '../money/round-to-whole.ts';
import { fromRateUnits, RATE_DECIMALS, toRateUnits } from './rate-decimal.ts';

/** Rates are stored as units of another currency per unit of this one. */
export const BASE_CURRENCY = 'EUR';

/** Units of a currency per euro, as a decimal such as `1.1712`, and the day (YYYY-MM-DD) it was published for. */
type DayRate = { perEuro: string; day: string };

/** The rates in use and the host's settings. JSON-serializable. */
export type Exchange = {
  /** Who published the rates; null if none are known. */
  source: string | null;
  rates: Readonly<Record<string, DayRate>>;
  /** Percentage added to converted prices, as a decimal such as `2.5`. */
  margin: string;
  /** Hundredths that converted prices end with, such as 0 or 90; null leaves prices as they are. */
  ending: number | null;
  /** Converted prices of so many units or more are whole units, and have no ending; null rounds none. */
  wholeFrom?: number | null;
};

/** What a visitor sees and pays for a price. */
export type Quote = {
  shown: Money;
  /** The artist's price. */
  price: Money;
  /** Units of the shown currency per unit of the price's, margin included, as a decimal; `1` for the same currency. */
  rate: string;
  /** The day (YYYY-MM-DD) of the rate (of two rates, the older day) and its publisher; null for the same currency. */
  day: string | null;
  source: string | null;
};

/** The quote of a price in its own currency. */
export function unconvertedQuote(price: Money): Quote {
  return { shown: price, price, rate: '1', day: null, source: null };
}

/**
 * What `price` costs in `currency`: rounded once, half away from zero, to an amount Stripe can charge, then to whole units
 * or to the nearest price with the host's ending. Stays in the artist's currency if no rate is known or if the amount, with
 * or without the ending, is outside Stripe's limits.
 */
export function quote(price: Money, currency: string, exchange: Exchange): Quote {
  const unconverted = unconvertedQuote(price);
  if (currency === price.currency || !isCurrency(currency)) return unconverted;
  const rate = crossRate(price.currency, currency, exchange);
  if (!rate) return unconverted;
  const withMargin = divide(rate.units * (toRateUnits('100') + toRateUnits(exchange.margin)), toRateUnits('100'));
  const converted = convertToStep(price, currency, withMargin);
  const amount = asHostRounds(converted, currency, exchange);
  // Both are checked: an ending of 90 would lift one cent to ninety.
  if (!isChargeable(converted, currency) || !isChargeable(amount, currency)) return unconverted;
  return {
    shown: { amount: Number(amount), currency },
    price,
    rate: fromRateUnits(withMargin),
    day: rate.day,
    source: exchange.source,
  };
}

/**
 * `money` in another currency at the published rates: no margin, no ending, none of Stripe's limits.
 * @returns null if no rate is known.
 */
export function convert(money: Money, currency: string, exchange: Exchange): Omit<Quote, 'price'> | null {
  if (currency === money.currency) return { shown: money, rate: '1', day: null, source: null };
  const rate = isCurrency(currency) ? crossRate(money.currency, currency, exchange) : null;
  if (!rate) return null;
  const amount = Number(convertToStep(money, currency, rate.units));
  return { shown: { amount, currency }, rate: fromRateUnits(rate.units), day: rate.day, source: exchange.source };
}

/** Whether prices can be shown in this currency. */
export function isQuotable(currency: string, { rates }: Exchange): boolean {
  return isCurrency(currency) && (currency === BASE_CURRENCY || rates[currency] !== undefined);
}

/** Units of `to` per unit of `from`, times 10 ** RATE_DECIMALS. */
function crossRate(from: string, to: string, { rates }: Exchange): { units: bigint; day: string } | null {
  const [source, target] = [from, to].map((code) =>
    code === BASE_CURRENCY ? { perEuro: '1', day: null } : rates[code],
  );
  if (!source || !target) return null;
  const units = divide(toRateUnits(target.perEuro) * 10n ** BigInt(RATE_DECIMALS), toRateUnits(source.perEuro));
  const day = [source.day, target.day].filter((each) => each !== null).sort()[0];
  return units > 0n && day ? { units, day } : null;
}

/** @returns minor units of `currency`, rounded to its step. */
function convertToStep({ amount, currency: from }: Money, currency: string, units: bigint): bigint {
  const step = BigInt(currencyStep(currency));
  const scale = 10n ** BigInt(currencyDigits(currency));
  const divisor = 10n ** BigInt(currencyDigits(from) + RATE_DECIMALS) * step;
  return divide(BigInt(amount) * units * scale, divisor) * step;
}

/** Whether the amount is within Stripe's limits. */
function isChargeable(amount: bigint, currency: string): boolean {
  return amount >= BigInt(minimumAmount(currency)) && amount <= BigInt(maximumAmount(currency));
}

/** Whole units from the host's limit on; below it the host's ending, which never leads to the limit or beyond. */
function asHostRounds(amount: bigint, currency: string, { ending, wholeFrom = null }: Exchange): bigint {
  const limit = BigInt(wholeFrom ?? 0) * 10n ** BigInt(currencyDigits(currency));
  if (wholeFrom !== null && amount >= limit) return roundToWhole(amount, currency, wholeFrom);
  const ended = withEnding(amount, currency, ending);
  return wholeFrom !== null && ended > limit ? limit : ended;
}

/** The nearest positive amount with this ending. Currencies charged in whole units only have no endings. */
function withEnding(amount: bigint, currency: string, ending: number | null): bigint {
  const unit = 10n ** BigInt(currencyDigits(currency));
  if (ending === null || unit <= BigInt(currencyStep(currency))) return amount;
  const end = (BigInt(ending) * unit) / 100n;
  const nearest = divide(amount - end, unit) * unit + end;
  return nearest > 0n ? nearest : nearest + unit;
}

/** Rounded half away from zero. */
function divide(dividend: bigint, divisor: bigint): bigint {
  const sign = dividend < 0n ? -1n : 1n;
  return (sign * (sign * dividend * 2n + divisor)) / (divisor * 2n);
}
