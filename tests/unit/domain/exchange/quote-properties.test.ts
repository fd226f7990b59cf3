import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  BASE_CURRENCY,
  convert,
  type Exchange,
  type Quote,
  quote,
  unconvertedQuote,
} from '#lib/domain/exchange/quote.ts';
import {
  CURRENCY_CODES,
  currencyDigits,
  currencyStep,
  maximumAmount,
  minimumAmount,
} from '#lib/domain/money/currencies.ts';
import type { Money } from '#lib/domain/money/money.ts';
import {
  distance,
  exchanges,
  type Fraction,
  inUnits,
  isAtMost,
  over,
  perEuro,
  pricesIn,
  times,
  toFraction,
  toNearest,
} from './exchange-arbitraries.ts';

/** Cases per pair of currencies. More would find the same mistakes more slowly. */
const RUNS = 5;

/**
 * Runs a check several times for every pair of currencies, each time with a new price and new rates of all currencies
 * over nine orders of magnitude. The seeds are fixed, so that a failure is caused by a change and not by chance.
 */
function forAllPairs<T>(
  arbitrary: (from: string) => fc.Arbitrary<T>,
  check: (given: T, exchange: Exchange, to: string) => void,
): void {
  for (const [seed, from] of CURRENCY_CODES.entries()) {
    const property = fc.property(arbitrary(from), exchanges, (given, exchange) => {
      for (const to of CURRENCY_CODES) check(given, exchange, to);
    });
    fc.assert(property, { seed, numRuns: RUNS });
  }
}

const TRILLIONTH: Fraction = [1n, 10n ** 12n];
const unitOf = (currency: string) => 10n ** BigInt(currencyDigits(currency));
const hasEndings = (currency: string) => unitOf(currency) > BigInt(currencyStep(currency));
const message = (what: string, ...values: unknown[]) => `${what}: ${JSON.stringify(values)}`;

/** The price times the quote's rate, rounded once, half away from zero, to a chargeable amount. */
function plainAmount({ price, rate, shown: { currency } }: Quote): bigint {
  const step = BigInt(currencyStep(currency));
  return toNearest(times(times(inUnits(price), toFraction(rate)), [unitOf(currency), step])) * step;
}

/** The exact expected rate, including the margin. */
function exactRate(from: string, to: string, exchange: Exchange): Fraction {
  const [whole, hundredth] = toFraction(exchange.margin);
  const withMargin: Fraction = [whole + 100n * hundredth, 100n * hundredth];
  return times(over(perEuro(to, exchange), perEuro(from, exchange)), withMargin);
}

test('a quote is a chargeable amount or the artist’s own price', () => {
  const converted = new Set<string>();
  forAllPairs(pricesIn, (price, exchange, to) => {
    const quoted = quote(price, to, exchange);
    const { shown } = quoted;
    if (shown.currency === price.currency) return assert.deepEqual(quoted, unconvertedQuote(price));
    converted.add(price.currency + to);
    assert.equal(shown.currency, to);
    assert.ok(Number.isSafeInteger(shown.amount) && shown.amount > 0, message('amount', shown));
    assert.equal(shown.amount % currencyStep(to), 0, message('step', shown));
    assert.ok(shown.amount >= minimumAmount(to), message('too small', shown));
    assert.ok(shown.amount <= maximumAmount(to), message('too large', shown));
  });
  // With rates so far apart, the remaining amounts are too small or too large for Stripe.
  expect(converted.size).toBeGreaterThan(0.95 * CURRENCY_CODES.length * (CURRENCY_CODES.length - 1));
});

test('the rate of a quote is the quotient of both rates with the margin, and yields its amount', () => {
  forAllPairs(pricesIn, (price, exchange, to) => {
    const plain = { ...exchange, ending: null };
    const quoted = quote(price, to, plain);
    if (quoted.shown.currency === price.currency) return;
    assert.equal(BigInt(quoted.shown.amount), plainAmount(quoted), message('amount', quoted));
    // Rounded twice, to twelve decimals: as a quotient, and with the margin.
    const error = distance(toFraction(quoted.rate), exactRate(price.currency, to, plain));
    assert.ok(isAtMost(error, times(TRILLIONTH, [5n, 4n])), message('rate', quoted));
    const days = [price.currency, to].flatMap((code) => (code === BASE_CURRENCY ? [] : [plain.rates[code]?.day]));
    assert.deepEqual([quoted.day, quoted.source], [days.sort()[0], plain.source]);
  });
});

test('a quote is the artist’s own price only where the amount cannot be charged', () => {
  forAllPairs(pricesIn, (price, exchange, to) => {
    const plain = { ...exchange, ending: null };
    if (to === price.currency || quote(price, to, plain).shown.currency === to) return;
    const exact = times(times(inUnits(price), exactRate(price.currency, to, plain)), [unitOf(to), 1n]);
    // Within half a step of a limit, plus the error of the rate's last decimal, either result is correct.
    const rounding = times(times(inUnits(price), TRILLIONTH), [unitOf(to) * 2n, 1n]);
    const slack: Fraction = [rounding[0] + BigInt(currencyStep(to)) * rounding[1], rounding[1]];
    const isNear = [minimumAmount(to), maximumAmount(to)].some((limit) =>
      isAtMost(distance(exact, [BigInt(limit), 1n]), slack),
    );
    const isWithin =
      isAtMost([BigInt(minimumAmount(to)), 1n], exact) && isAtMost(exact, [BigInt(maximumAmount(to)), 1n]);
    assert.ok(isNear || !isWithin, message('refused', price, to, plain.rates[to], plain.rates[price.currency]));
  });
});

test('a quote with a price ending has that ending and is the nearest such amount above zero', () => {
  forAllPairs(pricesIn, (price, exchange, to) => {
    const quoted = quote(price, to, exchange);
    if (exchange.ending === null || quoted.shown.currency === price.currency) return;
    const [shown, plain] = [BigInt(quoted.shown.amount), plainAmount(quoted)];
    assert.ok(plain >= BigInt(minimumAmount(to)), message('too small without its ending', quoted));
    if (!hasEndings(to)) return assert.equal(shown, plain, message('no endings', quoted));
    const end = (BigInt(exchange.ending) * unitOf(to)) / 100n;
    assert.equal(shown % unitOf(to), end, message('ending', quoted));
    const isFirst = shown === (end || unitOf(to)) && plain < shown;
    const difference = shown > plain ? shown - plain : plain - shown;
    assert.ok(isFirst || difference * 2n <= unitOf(to), message('not the nearest', quoted));
  });
});

test('a higher price never yields a lower quote', () => {
  const twoPrices = (from: string) => fc.tuple(pricesIn(from), pricesIn(from));
  const byAmount = (a: Money, b: Money) => a.amount - b.amount;
  forAllPairs(twoPrices, (prices, exchange, to) => {
    const [lower, higher] = [...prices].sort(byAmount).map((price) => quote(price, to, exchange).shown);
    if (!lower || !higher || lower.currency !== higher.currency) return;
    assert.ok(lower.amount <= higher.amount, message('not monotonic', prices, lower, higher));
  });
});

test('a margin raises a quote and never lowers it', () => {
  let raised = 0;
  forAllPairs(pricesIn, (price, exchange, to) => {
    const without = quote(price, to, { ...exchange, margin: '0' }).shown;
    const { shown } = quote(price, to, exchange);
    if (to === price.currency) return assert.deepEqual(shown, price);
    if (without.currency !== to || shown.currency !== to) return;
    assert.ok(shown.amount >= without.amount, message('cheaper', price, without, shown));
    if (shown.amount > without.amount) raised++;
  });
  expect(raised).toBeGreaterThan(CURRENCY_CODES.length ** 2 / 2);
});

test('a conversion there and back is within one step of the coarser currency', () => {
  forAllPairs(pricesIn, (price, exchange, to) => {
    const there = convert(price, to, exchange);
    if (there && there.shown.amount > maximumAmount(to)) return;
    const back = there && convert(there.shown, price.currency, exchange);
    assert.ok(back, message('no rate', price, to));
    const [from, other] = [price.currency, to].map((currency) => inUnits({ amount: currencyStep(currency), currency }));
    assert.ok(from && other);
    const otherConverted = over(times(other, perEuro(price.currency, exchange)), perEuro(to, exchange));
    const coarser = isAtMost(from, otherConverted) ? otherConverted : from;
    const loss = distance(inUnits(back.shown), inUnits(price));
    assert.ok(isAtMost(loss, coarser), message('lost', price, there, back));
  });
});
