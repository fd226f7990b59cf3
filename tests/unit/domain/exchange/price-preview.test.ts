import { expect, test } from 'vitest';
import { previewPrice } from '#lib/domain/exchange/price-preview.ts';
import type { Exchange } from '#lib/domain/exchange/quote.ts';

const day = '2026-11-20';
const exchange: Exchange = {
  source: 'European Central Bank',
  rates: {
    USD: { perEuro: '1.1712', day },
    GBP: { perEuro: '0.87', day: '2026-11-19' },
    JPY: { perEuro: '184.5', day },
    CHF: { perEuro: '0.93', day },
    CAD: { perEuro: '1.61', day },
    AUD: { perEuro: '1.77', day },
    VND: { perEuro: '30000', day },
  },
  margin: '0',
  ending: null,
};
/** The formatted amounts, with an ordinary space instead of the non-breaking one after a code. */
const amountsOf = (typed: string, currency: string, rates = exchange.rates) =>
  previewPrice(typed, currency, { ...exchange, rates })?.amounts.map((amount) => amount.replace(/\s/gu, ' ')) ?? null;

test('shows the first five common currencies other than the artist’s own', () => {
  expect(amountsOf('120', 'EUR')).toEqual(['$140.54', '£104.40', '¥22,140', 'CHF 111.60', 'CA$193.20']);
  expect(amountsOf('120', 'USD')?.[0]).toMatch(/^€102\.46$/);
  expect(amountsOf('120', 'USD')).toHaveLength(5);
});

test('skips a currency without a rate', () => {
  const { CHF: _, ...rest } = exchange.rates;
  expect(amountsOf('120', 'EUR', rest)?.at(-1)).toBe('A$212.40');
});

test('skips a currency in which the amount cannot be charged', () => {
  // Stripe's minimum is 0.50 in euros and francs; eighty yen are 0.43 and 0.40 of them.
  expect(amountsOf('80', 'JPY')).toEqual(['$0.51', '£0.38', 'CA$0.70', 'A$0.77']);
});

test('shows the newest day of the rates', () => {
  expect(previewPrice('120', 'EUR', exchange)?.day).toBe('20 November 2026');
});

test.for(['', ' ', 'much', '12.34.5', '-5', '0'])('shows nothing for %j', (typed) => {
  expect(previewPrice(typed, 'EUR', exchange)).toBeNull();
});

test('shows nothing without rates or for an unknown currency', () => {
  expect(amountsOf('120', 'EUR', {})).toBeNull();
  expect(amountsOf('120', 'XXX')).toBeNull();
});
