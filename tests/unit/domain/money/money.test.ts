import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CURRENCY_CODES,
  currencyDigits,
  currencyStep,
  maximumAmount,
  minimumAmount,
} from '#lib/domain/money/currencies.ts';
import {
  formatMoney,
  formatRate,
  type Money,
  moneyOf,
  parsePrice,
  sameMoney,
  toDecimal,
} from '#lib/domain/money/money.ts';

const money = (amount: number, currency: string) => ({ money: { amount, currency } });

describe('parsePrice', () => {
  test.for<[string, string, number]>([
    ['1200', 'EUR', 120_000],
    ['1200.5', 'EUR', 120_050],
    ['1200,50', 'EUR', 120_050],
    ['1,200.50', 'EUR', 120_050],
    ['1.200,50', 'EUR', 120_050],
    ['1 200,50', 'EUR', 120_050],
    ['1\u00a0200', 'EUR', 120_000],
    ['1\u202f200', 'EUR', 120_000],
    ["1'200.50", 'CHF', 120_050],
    ['1’200', 'CHF', 120_000],
    [' 12 ', 'EUR', 1_200],
    ['007', 'EUR', 700],
    ['0.50', 'EUR', 50],
    ['1,234', 'EUR', 123_400],
    ['1.234', 'EUR', 123_400],
    ['123,456', 'EUR', 12_345_600],
    ['12.50000', 'EUR', 1_250],
    ['999999.99', 'EUR', 99_999_999],
    ['30000', 'JPY', 30_000],
    ['1,234,567', 'JPY', 1_234_567],
    ['1.234.567', 'JPY', 1_234_567],
    ['500.00', 'JPY', 500],
    ['12.5', 'KWD', 12_500],
    ['12.500', 'KWD', 12_500],
    ['12,500', 'KWD', 12_500],
    ['1,234.560', 'KWD', 1_234_560],
    ['1.234,560', 'KWD', 1_234_560],
    ['1000', 'ISK', 100_000],
    ['1000.00', 'UGX', 100_000],
    ['99999.99', 'KWD', 99_999_990],
    ['999,999', 'ISK', 99_999_900],
    ['9,999,999.99', 'INR', 999_999_999],
    ['99,999,999.99', 'COP', 9_999_999_999],
    ['9,999,999,999.99', 'IDR', 999_999_999_999],
  ])('%j %s is %i minor units', ([text, currency, amount]) => {
    expect(parsePrice(text, currency)).toEqual(money(amount, currency));
  });

  test.for<[string, string, string]>([
    ['', 'EUR', 'not-a-number'],
    ['free', 'EUR', 'not-a-number'],
    ['-5', 'EUR', 'not-a-number'],
    ['+5', 'EUR', 'not-a-number'],
    ['1e3', 'EUR', 'not-a-number'],
    ['0x10', 'EUR', 'not-a-number'],
    ['€12', 'EUR', 'not-a-number'],
    ['12 EUR', 'EUR', 'not-a-number'],
    ['.5', 'EUR', 'not-a-number'],
    ['5.', 'EUR', 'not-a-number'],
    ['1,2,3', 'EUR', 'not-a-number'],
    ['12,34,567', 'EUR', 'not-a-number'],
    ['1,234.567', 'EUR', 'not-a-number'],
    ['1.234.56', 'EUR', 'not-a-number'],
    ['1,234.560.000', 'KWD', 'not-a-number'],
    ['١٢٠٠', 'EUR', 'not-a-number'],
    ['NaN', 'EUR', 'not-a-number'],
    ['Infinity', 'EUR', 'not-a-number'],
    ['12.3456', 'EUR', 'too-many-digits'],
    ['1200.5', 'JPY', 'too-many-digits'],
    ['12.505', 'KWD', 'too-many-digits'],
    ['1000.50', 'ISK', 'too-many-digits'],
    ['0', 'EUR', 'too-small'],
    ['0.49', 'EUR', 'too-small'],
    ['0.29', 'GBP', 'too-small'],
    ['49', 'JPY', 'too-small'],
    ['174.99', 'HUF', 'too-small'],
    ['1000000', 'EUR', 'too-large'],
    ['100000000', 'JPY', 'too-large'],
    ['100000', 'KWD', 'too-large'],
    ['10,500,000', 'KWD', 'too-large'],
    ['1000000', 'UGX', 'too-large'],
    ['1000000', 'HUF', 'too-large'],
    ['10000000', 'INR', 'too-large'],
    ['100000000', 'COP', 'too-large'],
    ['10000000000', 'IDR', 'too-large'],
    ['9'.repeat(400), 'EUR', 'too-large'],
  ])('%j %s is %s', ([text, currency, problem]) => {
    expect(parsePrice(text, currency)).toEqual({ problem });
  });

  test('an unknown currency throws', () => {
    expect(() => parsePrice('1', 'XXX')).toThrow(RangeError);
  });
});

/** Any price that can be charged. */
const prices: fc.Arbitrary<Money> = fc.constantFrom(...CURRENCY_CODES).chain((currency) => {
  const step = currencyStep(currency);
  const bounds = { min: Math.ceil(minimumAmount(currency) / step), max: maximumAmount(currency) / step };
  return fc.integer(bounds).map((steps) => ({ amount: steps * step, currency }));
});

/** A fixed seed, so that a failure is caused by a change and not by chance. */
const SEED = { seed: 1 };

test('a price written as a decimal is parsed as the same price', () => {
  fc.assert(
    fc.property(prices, (price) => {
      expect(parsePrice(toDecimal(price), price.currency)).toEqual({ money: price });
    }),
    SEED,
  );
});

test.for(['en', 'de', 'fr', 'de-CH', 'sv'])(
  'a price formatted in the locale %s is parsed as the same price',
  (locale) => {
    fc.assert(
      fc.property(prices, (price) => {
        const digits = currencyDigits(price.currency);
        const format = new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
        const text = format.format(toDecimal(price) as Intl.StringNumericLiteral);
        expect(parsePrice(text, price.currency), text).toEqual({ money: price });
      }),
      SEED,
    );
  },
);

test('any text is parsed as a chargeable price or a problem', () => {
  const texts = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(..."0123456789.,' ’") }));
  fc.assert(
    fc.property(texts, fc.constantFrom(...CURRENCY_CODES), (text, currency) => {
      const parsed = parsePrice(text, currency);
      if ('problem' in parsed) return;
      expect(Number.isSafeInteger(parsed.money.amount)).toBe(true);
      expect(parsed.money.amount).toBeGreaterThanOrEqual(minimumAmount(currency));
      expect(parsed.money.amount).toBeLessThanOrEqual(maximumAmount(currency));
      expect(parsed.money.amount % currencyStep(currency)).toBe(0);
    }),
    SEED,
  );
});

test.for<[number, string, string, string]>([
  [120_000, 'EUR', '1200.00', '€1,200'],
  [120_050, 'EUR', '1200.50', '€1,200.50'],
  [5, 'EUR', '0.05', '€0.05'],
  [30_000, 'JPY', '30000', '¥30,000'],
  [12_500, 'KWD', '12.500', 'KWD\u00a012.500'],
  [12_000, 'KWD', '12.000', 'KWD\u00a012'],
  [1, 'KWD', '0.001', 'KWD\u00a00.001'],
  [100_000, 'ISK', '1000.00', 'ISK\u00a01,000'],
  [500, 'UGX', '5.00', 'UGX\u00a05'],
  [474_103, 'HUF', '4741.03', 'HUF\u00a04,741.03'],
  [474_100, 'HUF', '4741.00', 'HUF\u00a04,741'],
  [1_200, 'MGA', '1200', 'MGA\u00a01,200'],
  [99_999_999, 'USD', '999999.99', '$999,999.99'],
  [999_999_999_999, 'IDR', '9999999999.99', 'IDR\u00a09,999,999,999.99'],
])('%i %s is the decimal %s and is formatted as %s', ([amount, currency, decimal, text]) => {
  expect(toDecimal({ amount, currency })).toBe(decimal);
  expect(formatMoney({ amount, currency })).toBe(text);
});

test('money is formatted in the visitor’s language, with decimals only when needed', () => {
  const german = [120_000, 120_050].map((amount) => formatMoney({ amount, currency: 'EUR' }, 'de'));
  expect(german).toEqual(['1.200\u00a0€', '1.200,50\u00a0€']);
  expect(formatMoney({ amount: 30_000, currency: 'JPY' }, 'ja')).toBe('￥30,000');
  expect(formatMoney({ amount: 12_500, currency: 'KWD' }, 'de')).toBe('12,500\u00a0KWD');
  expect(formatMoney({ amount: 100_000, currency: 'ISK' }, 'is')).toBe('1.000\u00a0kr.');
});

test('every chargeable price is formatted with all its decimals or with none', () => {
  fc.assert(
    fc.property(prices, ({ amount, currency }) => {
      const decimals = /\.(\d+)$/.exec(formatMoney({ amount, currency }))?.[1] ?? '';
      const digits = currencyDigits(currency);
      expect(decimals).toBe(amount % 10 ** digits === 0 ? '' : toDecimal({ amount, currency }).slice(-digits));
      if (['ISK', 'UGX'].includes(currency)) expect(decimals).toBe('');
    }),
    SEED,
  );
});

test.for<[string, string]>([
  ['1.171200000001', '1.1712'],
  ['1', '1'],
  ['181.35', '181.35'],
  ['19100', '19,100'],
  ['16308.060109289618', '16,308.1'],
  ['123456789.5', '123,457,000'],
  ['0.35987', '0.35987'],
  ['0.005514199063', '0.0055142'],
  ['0.000000000001', '0.000000000001'],
  ['0.999999999999', '1'],
])('the rate %s is formatted as %s', ([rate, text]) => {
  expect(formatRate(rate)).toBe(text);
});

test('no two currencies are formatted the same', () => {
  const texts = CURRENCY_CODES.map((currency) => formatMoney({ amount: 10 ** currencyDigits(currency) * 7, currency }));
  expect(new Set(texts).size).toBe(CURRENCY_CODES.length);
});

test('amounts are equal only in the same currency', () => {
  expect(sameMoney({ amount: 1, currency: 'EUR' }, { amount: 1, currency: 'EUR' })).toBe(true);
  expect(sameMoney({ amount: 1, currency: 'EUR' }, { amount: 1, currency: 'USD' })).toBe(false);
  expect(sameMoney({ amount: 1, currency: 'EUR' }, { amount: 2, currency: 'EUR' })).toBe(false);
});

test('an amount of a database row keeps every digit', () => {
  expect(moneyOf({ amount: 999_999_999_999n, currency: 'IDR' })).toEqual({ amount: 999_999_999_999, currency: 'IDR' });
  expect(moneyOf({ amount: -120_050n, currency: 'EUR' })).toEqual({ amount: -120_050, currency: 'EUR' });
  const largest = CURRENCY_CODES.map((currency) => ({ amount: maximumAmount(currency), currency }));
  for (const money of largest) expect(moneyOf({ ...money, amount: BigInt(money.amount) })).toEqual(money);
});
