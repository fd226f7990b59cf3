import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BASE_CURRENCY, convert, type Exchange, ownPrice, type Quote, quote } from '#lib/domain/exchange/quote.ts';
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

/** Cases of each pair of currencies. More find the same mistakes more slowly. */
const RUNS = 5;

/**
 * Runs a check for every pair of currencies, each several times: with new rates of all currencies, nine orders of magnitude
 * apart, and a new price. The seeds are fixed, so that a change is to blame when one fails.
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
const say = (what: string, ...values: unknown[]) => `${what}: ${JSON.stringify(values)}`;

/** What the quote's own rate makes of its price: rounded once, half away from zero, to what can be charged. */
function plainAmount({ price, rate, shown: { currency } }: Quote): bigint {
  const step = BigInt(currencyStep(currency));
  return toNearest(times(times(inUnits(price), toFraction(rate)), [unitOf(currency), step])) * step;
}

/** The exact rate that is to be expected, with the margin. */
function trueRate(from: string, to: string, exchange: Exchange): Fraction {
  const [whole, hundredth] = toFraction(exchange.margin);
  const withMargin: Fraction = [whole + 100n * hundredth, 100n * hundredth];
  return times(over(perEuro(to, exchange), perEuro(from, exchange)), withMargin);
}

test('a quote can be charged, to the minor unit, or is the own price', () => {
  const converted = new Set<string>();
  forAllPairs(pricesIn, (price, exchange, to) => {
    const quoted = quote(price, to, exchange);
    const { shown } = quoted;
    if (shown.currency === price.currency) return assert.deepEqual(quoted, ownPrice(price));
    converted.add(price.currency + to);
    assert.equal(shown.currency, to);
    assert.ok(Number.isSafeInteger(shown.amount) && shown.amount > 0, say('amount', shown));
    assert.equal(shown.amount % currencyStep(to), 0, say('step', shown));
    assert.ok(shown.amount >= minimumAmount(to), say('too small', shown));
    assert.ok(shown.amount <= maximumAmount(to), say('too large', shown));
  });
  // With rates so far apart, what is left is too small or too large for Stripe each time.
  expect(converted.size).toBeGreaterThan(0.95 * CURRENCY_CODES.length * (CURRENCY_CODES.length - 1));
});

test('the rate of a quote is the quotient of both rates with the margin, and makes its amount', () => {
  forAllPairs(pricesIn, (price, exchange, to) => {
    const plain = { ...exchange, ending: null };
    const quoted = quote(price, to, plain);
    if (quoted.shown.currency === price.currency) return;
    assert.equal(BigInt(quoted.shown.amount), plainAmount(quoted), say('amount', quoted));
    // Rounded twice, to twelve decimals: as a quotient, and with the margin.
    const error = distance(toFraction(quoted.rate), trueRate(price.currency, to, plain));
    assert.ok(isAtMost(error, times(TRILLIONTH, [5n, 4n])), say('rate', quoted));
    const days = [price.currency, to].flatMap((code) => (code === BASE_CURRENCY ? [] : [plain.rates[code]?.day]));
    assert.deepEqual([quoted.day, quoted.source], [days.sort()[0], plain.source]);
  });
});

test('the own price stands only where the amount would not be charged', () => {
  forAllPairs(pricesIn, (price, exchange, to) => {
    const plain = { ...exchange, ending: null };
    if (to === price.currency || quote(price, to, plain).shown.currency === to) return;
    const exact = times(times(inUnits(price), trueRate(price.currency, to, plain)), [unitOf(to), 1n]);
    // Within half a step of a limit, and what the rate's last decimal makes, it may be either.
    const rounding = times(times(inUnits(price), TRILLIONTH), [unitOf(to) * 2n, 1n]);
    const slack: Fraction = [rounding[0] + BigInt(currencyStep(to)) * rounding[1], rounding[1]];
    const isNear = [minimumAmount(to), maximumAmount(to)].some((limit) =>
      isAtMost(distance(exact, [BigInt(limit), 1n]), slack),
    );
    const isWithin =
      isAtMost([BigInt(minimumAmount(to)), 1n], exact) && isAtMost(exact, [BigInt(maximumAmount(to)), 1n]);
    assert.ok(isNear || !isWithin, say('refused', price, to, plain.rates[to], plain.rates[price.currency]));
  });
});

test('a price with an ending has it, and is the nearest one or the first above nothing', () => {
  forAllPairs(pricesIn, (price, exchange, to) => {
    const quoted = quote(price, to, exchange);
    if (exchange.ending === null || quoted.shown.currency === price.currency) return;
    const [shown, plain] = [BigInt(quoted.shown.amount), plainAmount(quoted)];
    assert.ok(plain >= BigInt(minimumAmount(to)), say('too small without its ending', quoted));
    if (!hasEndings(to)) return assert.equal(shown, plain, say('no endings', quoted));
    const end = (BigInt(exchange.ending) * unitOf(to)) / 100n;
    assert.equal(shown % unitOf(to), end, say('ending', quoted));
    const isFirst = shown === (end || unitOf(to)) && plain < shown;
    const apart = shown > plain ? shown - plain : plain - shown;
    assert.ok(isFirst || apart * 2n <= unitOf(to), say('not the nearest', quoted));
  });
});

test('a higher price is never shown as less', () => {
  const two = (from: string) => fc.tuple(pricesIn(from), pricesIn(from));
  const byAmount = (one: Money, other: Money) => one.amount - other.amount;
  forAllPairs(two, (prices, exchange, to) => {
    const [less, more] = [...prices].sort(byAmount).map((price) => quote(price, to, exchange).shown);
    if (!less || !more || less.currency !== more.currency) return;
    assert.ok(less.amount <= more.amount, say('not monotonic', prices, less, more));
  });
});

test('a margin makes it dearer, never cheaper', () => {
  let dearer = 0;
  forAllPairs(pricesIn, (price, exchange, to) => {
    const without = quote(price, to, { ...exchange, margin: '0' }).shown;
    const { shown } = quote(price, to, exchange);
    if (to === price.currency) return assert.deepEqual(shown, price);
    if (without.currency !== to || shown.currency !== to) return;
    assert.ok(shown.amount >= without.amount, say('cheaper', price, without, shown));
    if (shown.amount > without.amount) dearer++;
  });
  expect(dearer).toBeGreaterThan(CURRENCY_CODES.length ** 2 / 2);
});

test('there and back again is within one step of the coarser currency', () => {
  forAllPairs(pricesIn, (price, exchange, to) => {
    const there = convert(price, to, exchange);
    if (there && there.shown.amount > maximumAmount(to)) return;
    const back = there && convert(there.shown, price.currency, exchange);
    assert.ok(back, say('no rate', price, to));
    const [from, other] = [price.currency, to].map((currency) => inUnits({ amount: currencyStep(currency), currency }));
    assert.ok(from && other);
    const otherHere = over(times(other, perEuro(price.currency, exchange)), perEuro(to, exchange));
    const coarser = isAtMost(from, otherHere) ? otherHere : from;
    const lost = distance(inUnits(back.shown), inUnits(price));
    assert.ok(isAtMost(lost, coarser), say('lost', price, there, back));
  });
});
