import { expect, test } from 'vitest';
import { visitorCurrency } from '#lib/domain/money/visitor-currency.ts';

const NO_HINTS = { chosen: null, country: null, languages: null };
const currencyOf = (hints: Partial<typeof NO_HINTS> | { [key: string]: string }) =>
  visitorCurrency({ ...NO_HINTS, ...hints }, 'GBP');

test('the visitor’s choice comes first, then the country, then the language, then the shop’s currency', () => {
  const all = { chosen: 'USD', country: 'JP', languages: 'de-DE' };
  expect(currencyOf(all)).toBe('USD');
  expect(currencyOf({ ...all, chosen: 'XXX' })).toBe('JPY');
  expect(currencyOf({ country: 'JP', languages: 'de-DE' })).toBe('JPY');
  expect(currencyOf({ languages: 'de-DE' })).toBe('EUR');
  expect(currencyOf({})).toBe('GBP');
});

// Unknown (Cloudflare's XX), Tor (T1), and what no proxy sends.
test.for(['XX', 'T1', 'ZZ', '', 'GERMANY', '__proto__'])('the country code %j is ignored', (country) => {
  expect(currencyOf({ country, languages: 'pl-PL' })).toBe('PLN');
});

test('a country code may be in lower case', () => {
  expect(currencyOf({ country: 'kw' })).toBe('KWD');
});

test.for([
  ['ja', 'JPY'],
  ['ja,en-US;q=0.9,en;q=0.8', 'JPY'],
  ['en-US,en;q=0.9', 'USD'],
  ['en;q=0.9,de-CH;q=0.8', 'CHF'],
  ['de;q=0.1,sv-SE;q=0.7', 'SEK'],
  ['sr-Latn-RS', 'RSD'],
  ['zh-Hant-TW,zh;q=0.9', 'TWD'],
  ['bg-BG', 'EUR'],
  ['de-DE;q=0,is-IS;q=0.3', 'ISK'],
  // Spoken everywhere, so it does not suggest a country.
  ['en', 'GBP'],
  ['en,*;q=0.5', 'GBP'],
  ['*', 'GBP'],
  ['es-419', 'GBP'],
  ['-- nonsense;;;q=x,,', 'GBP'],
  [`${'x'.repeat(10_000)},de-DE`, 'GBP'],
])('Accept-Language %j yields %s', ([languages = '', currency]) => {
  expect(currencyOf({ languages })).toBe(currency);
});
