import { expect, test } from 'vitest';
import { quote } from '#lib/domain/exchange/quote.ts';
import { roundToWhole } from '#lib/domain/money/round-to-whole.ts';

test.for([
  // Below the limit, at it and above; halves go up.
  [9_999n, 'EUR', 100, 9_999n],
  [10_000n, 'EUR', 100, 10_000n],
  [10_049n, 'EUR', 100, 10_000n],
  [10_050n, 'EUR', 100, 10_100n],
  [123_456n, 'USD', 100, 123_500n],
  [123_456n, 'USD', null, 123_456n],
  [199n, 'USD', 1, 200n],
  // Three digits; and currencies that Stripe charges in whole units anyway.
  [100_560n, 'KWD', 100, 101_000n],
  [1_234n, 'JPY', 100, 1_234n],
  [123_400n, 'HUF', 100, 123_400n],
] as const)('%s %s, whole from %s, is %s', ([amount, currency, from, rounded]) =>
  expect(roundToWhole(amount, currency, from)).toBe(rounded),
);

const exchange = { source: 'ECB', rates: { USD: { perEuro: '1.1712', day: '2026-11-27' } }, margin: '0', ending: 90 };
const shown = (amount: number, wholeFrom: number | null) =>
  quote({ amount, currency: 'EUR' }, 'USD', { ...exchange, wholeFrom }).shown.amount;

test('from the limit on there are whole units, below it the ending; an artist’s own price stays', () => {
  expect([shown(8_000, null), shown(100_050, null)]).toEqual([9_390, 117_190]);
  expect([shown(8_000, 100), shown(100_050, 100)]).toEqual([9_390, 117_200]);
  expect(quote({ amount: 100_050, currency: 'USD' }, 'USD', { ...exchange, wholeFrom: 100 }).shown.amount).toBe(
    100_050,
  );
});

test('a dearer work never costs less, across the limit too', () => {
  for (const ending of [null, 0, 90]) {
    let last = 0;
    for (let amount = 8_400; amount < 8_700; amount += 3) {
      const quoted = quote({ amount, currency: 'EUR' }, 'USD', { ...exchange, ending, wholeFrom: 100 }).shown.amount;
      expect(quoted).toBeGreaterThanOrEqual(last);
      last = quoted;
    }
  }
});
