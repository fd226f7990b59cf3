import { expect, test } from 'vitest';
import { parseFrankfurter } from '#lib/currency/parse-frankfurter.ts';
import { frankfurterJson } from '../../support/rates/rate-service.ts';

const DAY = '2026-10-06';
const answer = (changes: object) =>
  JSON.stringify({ amount: 1, base: 'EUR', date: DAY, rates: { USD: 1.1269, JPY: 178.15 }, ...changes });

test('reads a day with its rates, each as its digits stand there', () => {
  const rates = { USD: 1.1269, GBP: 0.8488, IDR: 20104.8, KWD: 1e-7, JPY: 178 };
  const text = frankfurterJson(DAY, rates).replace('"amount":1,', '"amount":1.0,');
  const [read, ...others] = parseFrankfurter(text);
  expect(others).toEqual([]);
  expect(read?.day).toBe(DAY);
  expect(Object.fromEntries(read?.rates ?? [])).toEqual({
    ...{ USD: '1.1269', GBP: '0.8488', IDR: '20104.8', KWD: '0.0000001', JPY: '178' },
  });
});

test('keeps twelve decimals of those that have more', () => {
  const [read] = parseFrankfurter(answer({ rates: { USD: 4 / 3, JPY: 1.23456789e-7 } }));
  expect(Object.fromEntries(read?.rates ?? [])).toEqual({ USD: '1.333333333333', JPY: '0.000000123457' });
});

test('what a service adds does no harm', () => {
  expect(parseFrankfurter(answer({ licence: 'free' }))).toEqual(parseFrankfurter(answer({})));
});

test.each<[what: string, text: string, says: RegExp]>([
  ['nothing', '', /no valid JSON/],
  ['a text cut off', answer({}).slice(0, 60), /no valid JSON/],
  ['a page', '<html></html>', /no valid JSON/],
  ['NaN', answer({}).replace('1.1269', 'NaN'), /no valid JSON/],
  ['null', 'null', /not as agreed/],
  ['a list', '[]', /not as agreed/],
  ['a list of rates', answer({ rates: [1.1] }), /rates/],
  ['no rates', answer({ rates: {} }), /has no rates/],
  ['rates that are missing', answer({ rates: undefined }), /rates/],
  ['another amount', answer({ amount: 100 }), /amount/],
  ['the amount as text', answer({ amount: '1' }), /amount/],
  ['another base', answer({ base: 'USD' }), /base/],
  ['no date', answer({ date: undefined }), /date/],
  ['a time', answer({ date: `${DAY}T14:00:00Z` }), /date/],
  ['a day that is not', answer({ date: '2026-02-30' }), /date/],
  ['a rate as text', answer({ rates: { USD: '1.1269' } }), /rates\.USD/],
  ['no rate', answer({ rates: { USD: null } }), /rates\.USD/],
  ['zero', answer({ rates: { USD: 0 } }), /rates\.USD/],
  ['a negative rate', answer({ rates: { JPY: 178.15, USD: -1.1269 } }), /rates\.USD/],
  ['an infinite rate', answer({}).replace('1.1269', '1e999'), /rates\.USD/],
  ['a rate beyond the tables', answer({ rates: { USD: 1e21 } }), /USD, which cannot be/],
  ['a rate of almost nothing', answer({ rates: { USD: 1e-13 } }), /USD, which cannot be/],
  ['a small currency code', answer({ rates: { usd: 1.1269 } }), /rates/],
])('refuses %s', (_what, text, says) => {
  expect(() => parseFrankfurter(text)).toThrow(
    expect.objectContaining({ name: 'RateServiceError', message: expect.stringMatching(says) }),
  );
});
