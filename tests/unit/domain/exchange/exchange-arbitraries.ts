/** Random exchange rates and prices, and exact fractions to check conversions with. */

import fc from 'fast-check';
import { BASE_CURRENCY, type Exchange } from '#lib/domain/exchange/quote.ts';
import {
  CURRENCY_CODES,
  currencyDigits,
  currencyStep,
  maximumAmount,
  minimumAmount,
} from '#lib/domain/money/currencies.ts';
import type { Money } from '#lib/domain/money/money.ts';

/** A numerator and a positive denominator: exact arithmetic for tests, independent of the code under test. */
export type Fraction = readonly [bigint, bigint];

/** For example `1.5` becomes 15/10. */
export function toFraction(decimal: string): Fraction {
  const [whole = '', decimals = ''] = decimal.split('.');
  return [BigInt(whole + decimals), 10n ** BigInt(decimals.length)];
}

export const times = (a: Fraction, b: Fraction): Fraction => [a[0] * b[0], a[1] * b[1]];
export const over = (a: Fraction, b: Fraction): Fraction => [a[0] * b[1], a[1] * b[0]];
export const isAtMost = (a: Fraction, b: Fraction): boolean => a[0] * b[1] <= b[0] * a[1];

export function distance(a: Fraction, b: Fraction): Fraction {
  const difference = a[0] * b[1] - b[0] * a[1];
  return [difference < 0n ? -difference : difference, a[1] * b[1]];
}

/** The nearest whole number to a non-negative fraction; halves round up. */
export function toNearest([numerator, denominator]: Fraction): bigint {
  const [whole, rest] = [numerator / denominator, numerator % denominator];
  return rest * 2n >= denominator ? whole + 1n : whole;
}

/** An amount in whole units: 1050 cents become 10.5. */
export const inUnits = ({ amount, currency }: Money): Fraction => [
  BigInt(amount),
  10n ** BigInt(currencyDigits(currency)),
];

/** Units of a currency per euro. */
export function perEuro(currency: string, { rates }: Exchange): Fraction {
  return toFraction(currency === BASE_CURRENCY ? '1' : (rates[currency]?.perEuro ?? '0'));
}

/** Six digits with a decimal point, from 0.0001 to 99999.9: nine orders of magnitude, equally likely. */
const rates = fc
  .tuple(fc.integer({ min: 100_000, max: 999_999 }), fc.integer({ min: 1, max: 9 }))
  .map(([digits, decimals]) => {
    const text = String(digits).padStart(10, '0');
    return `${text.slice(0, -decimals)}.${text.slice(-decimals)}`.replace(/^0+(?=\d)/, '');
  });

const OTHERS = CURRENCY_CODES.filter((code) => code !== BASE_CURRENCY);

/** A rate for every currency, each from one of three days. */
const allRates = fc
  .tuple(
    ...OTHERS.map(() => fc.record({ perEuro: rates, day: fc.constantFrom('2026-11-18', '2026-11-19', '2026-11-20') })),
  )
  .map((list) => Object.fromEntries(OTHERS.map((code, index) => [code, list[index] ?? { perEuro: '1', day: '' }])));

/** Every currency has a rate; the margin is up to 50 percent with two decimals. */
export const exchanges: fc.Arbitrary<Exchange> = fc.record({
  source: fc.constant('Test Bank'),
  rates: allRates,
  margin: fc.oneof(
    fc.constant('0'),
    fc.integer({ min: 1, max: 5_000 }).map((hundredths) => (hundredths / 100).toFixed(2)),
  ),
  ending: fc.constantFrom(null, null, 0, 90, 50, 99),
});

/** Any chargeable price in a currency; every order of magnitude is equally likely. */
export function pricesIn(currency: string): fc.Arbitrary<Money> {
  const step = currencyStep(currency);
  const [min, max] = [minimumAmount(currency) / step, maximumAmount(currency) / step];
  return fc
    .tuple(
      fc.integer({ min: 1, max: String(max).length }),
      fc.double({ min: 0.1, max: 1, noNaN: true, maxExcluded: true }),
    )
    .map(([digits, head]) => Math.min(max, Math.max(min, Math.floor(head * 10 ** digits))))
    .map((steps) => ({ amount: steps * step, currency }));
}
