import { expect, test } from 'vitest';
import { parseFrankfurter } from '#lib/currency/parse-frankfurter.ts';
import { frankfurterJson } from '../../support/rates/start-rate-service.ts';

const DAY = '2026-10-06';
const response = (changes: object) =>
  JSON.stringify({ amount: 1, base: 'EUR', date: DAY, rates: { USD: 1.1269, JPY: 178.15 }, ...changes });

test('reads a day with its rates, each with its exact digits', () => {
  const rates = { USD: 1.1269, GBP: 0.8488, IDR: 20104.8, KWD: 1e-7, JPY: 178 };
  const text = frankfurterJson(DAY, rates).replace('"amount":1,', '"amount":1.0,');
  const [read, ...others] = parseFrankfurter(text);
  expect(others).toEqual([]);
  expect(read?.day).toBe(DAY);
  expect(Object.fromEntries(read?.rates ?? [])).toEqual({
    ...{ USD: '1.1269', GBP: '0.8488', IDR: '20104.8', KWD: '0.0000001', JPY: '178' },
  });
});

test('rounds a rate with more than twelve decimals to twelve', () => {
  const [read] = parseFrankfurter(response({ rates: { USD: 4 / 3, JPY: 1.23456789e-7 } }));
  expect(Object.fromEntries(read?.rates ?? [])).toEqual({ USD: '1.333333333333', JPY: '0.000000123457' });
});

test('ignores additional fields', () => {
  expect(parseFrankfurter(response({ licence: 'free' }))).toEqual(parseFrankfurter(response({})));
});

test.each<[what: string, text: string, message: RegExp]>([
  ['nothing', '', /not valid JSON/],
  ['a text cut off', response({}).slice(0, 60), /not valid JSON/],
  ['an HTML page', '<html></html>', /not valid JSON/],
  ['NaN', response({}).replace('1.1269', 'NaN'), /not valid JSON/],
  ['null', 'null', /not as expected/],
  ['an array', '[]', /not as expected/],
  ['an array of rates', response({ rates: [1.1] }), /rates/],
  ['no rates', response({ rates: {} }), /has no rates/],
  ['a missing list of rates', response({ rates: undefined }), /rates/],
  ['another amount', response({ amount: 100 }), /amount/],
  ['the amount as a string', response({ amount: '1' }), /amount/],
  ['another base', response({ base: 'USD' }), /base/],
  ['no date', response({ date: undefined }), /date/],
  ['a time', response({ date: `${DAY}T14:00:00Z` }), /date/],
  ['a date that does not exist', response({ date: '2026-02-30' }), /date/],
  ['a rate as a string', response({ rates: { USD: '1.1269' } }), /rates\.USD/],
  ['a rate of null', response({ rates: { USD: null } }), /rates\.USD/],
  ['a rate of zero', response({ rates: { USD: 0 } }), /rates\.USD/],
  ['a negative rate', response({ rates: { JPY: 178.15, USD: -1.1269 } }), /rates\.USD/],
  ['an infinite rate', response({}).replace('1.1269', '1e999'), /rates\.USD/],
  ['a rate that is too large for the database', response({ rates: { USD: 1e21 } }), /USD, which is not a valid rate/],
  ['a rate that rounds to zero', response({ rates: { USD: 1e-13 } }), /USD, which is not a valid rate/],
  ['a lower-case currency code', response({ rates: { usd: 1.1269 } }), /rates/],
])('refuses %s', (_what, text, message) => {
  expect(() => parseFrankfurter(text)).toThrow(
    expect.objectContaining({ name: 'RateServiceError', message: expect.stringMatching(message) }),
  );
});
