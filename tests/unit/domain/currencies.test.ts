import { expect, test } from 'vitest';
import {
  CURRENCY_CODES,
  currencyDigits,
  currencyStep,
  DEFAULT_CURRENCY,
  isCurrency,
  MAXIMUM_AMOUNT,
  minimumAmount,
} from '#lib/domain/currencies.ts';

/** Intl shows these without decimals, as people use them; Stripe counts them in hundredths all the same. */
const HUNDREDTHS_AT_STRIPE_ONLY =
  'AFN ALL COP HUF IDR ISK LAK LBP MMK PKR SOS STD UGX YER IQD IRR KPW MGA RSD SLE SYP TZS UZS'.split(' ');

test('digits are those of Intl, except where Stripe counts otherwise', () => {
  for (const code of CURRENCY_CODES) {
    const options = new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions();
    const stripe = currencyDigits(code);
    if (stripe === options.maximumFractionDigits) continue;
    expect(HUNDREDTHS_AT_STRIPE_ONLY, code).toContain(code);
    expect(stripe, code).toBe(2);
  }
});

test('every code is a real currency and stands here once', () => {
  const names = new Intl.DisplayNames('en', { type: 'currency' });
  expect(new Set(CURRENCY_CODES).size).toBe(CURRENCY_CODES.length);
  expect([...CURRENCY_CODES].sort()).toEqual(CURRENCY_CODES);
  for (const code of CURRENCY_CODES) {
    expect(code).toMatch(/^[A-Z]{3}$/);
    expect(names.of(code), code).not.toBe(code);
  }
  expect(isCurrency(DEFAULT_CURRENCY)).toBe(true);
});

test.for(['', 'eur', 'XXX', 'EURO', 'constructor', '__proto__'])('%j is no currency', (code) => {
  expect(isCurrency(code)).toBe(false);
  expect(() => currencyDigits(code)).toThrow(RangeError);
});

test('the smallest price of each currency can be charged', () => {
  for (const code of CURRENCY_CODES) {
    const minimum = minimumAmount(code);
    expect(Number.isInteger(minimum), code).toBe(true);
    expect(minimum % currencyStep(code), code).toBe(0);
    expect(minimum, code).toBeGreaterThan(0);
    expect(minimum, code).toBeLessThan(MAXIMUM_AMOUNT);
  }
  expect(['EUR', 'GBP', 'JPY', 'HUF', 'KWD', 'ISK'].map(minimumAmount)).toEqual([50, 30, 50, 17_500, 1_000, 100]);
});

test('steps are what Stripe accepts', () => {
  expect(['EUR', 'JPY', 'KWD', 'ISK', 'UGX'].map(currencyStep)).toEqual([1, 1, 10, 100, 100]);
});
