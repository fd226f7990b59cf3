import { expect, test } from 'vitest';
import { activeSource, historyUrl } from '#lib/currency/active-source.ts';

const ECB = 'https://www.ecb.europa.eu/stats/eurofxref';

test('the default source is the European Central Bank, with its file of the last 90 days', () => {
  const source = activeSource('');
  expect(source).toEqual({ name: 'European Central Bank', url: `${ECB}/eurofxref-daily.xml` });
  expect(historyUrl(source)).toBe(`${ECB}/eurofxref-hist-90d.xml`);
});

test.each([
  ['https://rates.example.org', 'rates.example.org', 'https://rates.example.org/latest?base=EUR'],
  ['https://rates.example.org/', 'rates.example.org', 'https://rates.example.org/latest?base=EUR'],
  ['https://api.frankfurter.dev/v1', 'api.frankfurter.dev', 'https://api.frankfurter.dev/v1/latest?base=EUR'],
  ['http://localhost:8080/v1/', 'localhost:8080', 'http://localhost:8080/v1/latest?base=EUR'],
  ['https://rates.example.org/v1?key=k', 'rates.example.org', 'https://rates.example.org/v1/latest?key=k&base=EUR'],
])('%s is used as a Frankfurter-compatible service', (url, name, latest) => {
  const source = activeSource(url);
  expect(source).toEqual({ name, url: latest });
  expect(historyUrl(source)).toBeNull();
});

test('a URL that ends in .xml is a mirror of the bank’s file, with the 90-day file next to it', () => {
  const source = activeSource('https://mirror.example.org/ecb/daily.xml');
  expect(source).toEqual({ name: 'mirror.example.org', url: 'https://mirror.example.org/ecb/daily.xml' });
  expect(historyUrl(source)).toBe('https://mirror.example.org/ecb/eurofxref-hist-90d.xml');
});
