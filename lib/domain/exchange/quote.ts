import { currencyDigits, currencyStep, isCurrency, maximumAmount, minimumAmount } from '../money/currencies.ts';
import type { Money } from '../money/money.ts';
import { fromRateUnits, RATE_DECIMALS, toRateUnits } from './rate-decimal.ts';

/** The currency in which all rates are given: units of the other one for one of it. */
export const BASE_CURRENCY = 'EUR';

/** Units of a currency for one euro, as a decimal such as `1.1712`, and the day (YYYY-MM-DD) for which it was published. */
type DayRate = { perEuro: string; day: string };

/** The rates in use and what the operator adds to them. CliError values that survive JSON. */
export type Exchange = {
  /** Who published the rates; null when none are known. */
  source: string | null;
  rates: Readonly<Record<string, DayRate>>;
  /** Per cent on top of the rate, as a decimal such as `2.5`: who converts pays it. */
  margin: string;
  /** Hundredths with which a converted price ends, such as 0 or 90; null leaves it as it comes. */
  ending: number | null;
};

/** What a visitor sees and pays for a price. */
export type Quote = {
  shown: Money;
  /** The artist's price. */
  price: Money;
  /** Units of the shown currency for one of the price's, with the margin, as a decimal; `1` for the same currency. */
  rate: string;
  /** The day (YYYY-MM-DD) of the rate, the older one of two, and who published it; null for the same currency. */
  day: string | null;
  source: string | null;
};

/** A price that nothing has to be converted for. */
export function ownPrice(price: Money): Quote {
  return { shown: price, price, rate: '1', day: null, source: null };
}

/**
 * What `price` costs in `currency`. Rounded once, half away from zero, to what Stripe can charge; then to
 * the nearest price with the operator's ending. Where there is no rate, or the amount with or without the
 * ending is outside of what Stripe charges, the price stands in the artist's own currency.
 */
export function quote(price: Money, currency: string, exchange: Exchange): Quote {
  const own = ownPrice(price);
  if (currency === price.currency || !isCurrency(currency)) return own;
  const rate = crossRate(price.currency, currency, exchange);
  if (!rate) return own;
  const withMargin = divide(rate.units * (toRateUnits('100') + toRateUnits(exchange.margin)), toRateUnits('100'));
  const plain = convertExactly(price, currency, withMargin);
  const amount = endWith(plain, currency, exchange.ending);
  // Both, because the first ending above nothing would make ninety cents of one.
  if (!isCharged(plain, currency) || !isCharged(amount, currency)) return own;
  return {
    shown: { amount: Number(amount), currency },
    price,
    rate: fromRateUnits(withMargin),
    day: rate.day,
    source: exchange.source,
  };
}

/**
 * `money` in another currency by the published rates alone: no margin, no ending, none of Stripe's limits.
 * @returns null where no rate is known.
 */
export function convert(money: Money, currency: string, exchange: Exchange): Omit<Quote, 'price'> | null {
  if (currency === money.currency) return { shown: money, rate: '1', day: null, source: null };
  const rate = isCurrency(currency) ? crossRate(money.currency, currency, exchange) : null;
  if (!rate) return null;
  const amount = Number(convertExactly(money, currency, rate.units));
  return { shown: { amount, currency }, rate: fromRateUnits(rate.units), day: rate.day, source: exchange.source };
}

/** Can prices be shown in this currency? */
export function isQuotable(currency: string, { rates }: Exchange): boolean {
  return isCurrency(currency) && (currency === BASE_CURRENCY || rates[currency] !== undefined);
}

/** Units of `to` for one of `from`, times ten to the RATE_DECIMALS. */
function crossRate(from: string, to: string, { rates }: Exchange): { units: bigint; day: string } | null {
  const [one, other] = [from, to].map((code) => (code === BASE_CURRENCY ? { perEuro: '1', day: null } : rates[code]));
  if (!one || !other) return null;
  const units = divide(toRateUnits(other.perEuro) * 10n ** BigInt(RATE_DECIMALS), toRateUnits(one.perEuro));
  const day = [one.day, other.day].filter((each) => each !== null).sort()[0];
  return units > 0n && day ? { units, day } : null;
}

/** In minor units of `currency`, rounded to its step. */
function convertExactly({ amount, currency: from }: Money, currency: string, units: bigint): bigint {
  const step = BigInt(currencyStep(currency));
  const up = 10n ** BigInt(currencyDigits(currency));
  const down = 10n ** BigInt(currencyDigits(from) + RATE_DECIMALS) * step;
  return divide(BigInt(amount) * units * up, down) * step;
}

/** Is the amount within Stripe's limits? */
function isCharged(amount: bigint, currency: string): boolean {
  return amount >= BigInt(minimumAmount(currency)) && amount <= BigInt(maximumAmount(currency));
}

/** The nearest amount that ends so, above nothing. Where whole units are the smallest coins an ending has no meaning. */
function endWith(amount: bigint, currency: string, ending: number | null): bigint {
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
