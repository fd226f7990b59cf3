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
/** As people read it: the space between a code and its amount is one that does not break. */
const amountsOf = (typed: string, currency: string, rates = exchange.rates) =>
  previewPrice(typed, currency, { ...exchange, rates })?.amounts.map((amount) => amount.replace(/\s/gu, ' ')) ?? null;

test('the first five of the usual currencies that are not the artist’s own', () => {
  expect(amountsOf('120', 'EUR')).toEqual(['$140.54', '£104.40', '¥22,140', 'CHF 111.60', 'CA$193.20']);
  expect(amountsOf('120', 'USD')?.[0]).toMatch(/^€102\.46$/);
  expect(amountsOf('120', 'USD')).toHaveLength(5);
});

test('the next takes the place of one without a rate', () => {
  const { CHF: _, ...rest } = exchange.rates;
  expect(amountsOf('120', 'EUR', rest)?.at(-1)).toBe('A$212.40');
});

test('an amount that cannot be charged there is left out, and the next takes its place', () => {
  // Half a euro and half a franc are Stripe's least; eighty yen are 43 and 40 hundredths of them.
  expect(amountsOf('80', 'JPY')).toEqual(['$0.51', '£0.38', 'CA$0.70', 'A$0.77']);
});

test('it says the newest day of the rates', () => {
  expect(previewPrice('120', 'EUR', exchange)?.day).toBe('20 November 2026');
});

test.for(['', ' ', 'much', '12.34.5', '-5', '0'])('nothing for %j', (typed) => {
  expect(previewPrice(typed, 'EUR', exchange)).toBeNull();
});

test('nothing without rates, and nothing for a currency that is none', () => {
  expect(amountsOf('120', 'EUR', {})).toBeNull();
  expect(amountsOf('120', 'XXX')).toBeNull();
});
