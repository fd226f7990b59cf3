import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EVERYTHING, searchParams, searchUrl } from '#lib/domain/search/search.ts';
import { parseSearch } from '#lib/schemas/search.ts';
import { searchFormUrl } from '#lib/view/search-form-url.ts';
import { arbitraryQuery } from './arbitrary-query.ts';

const parse = (text: string) => parseSearch(new URLSearchParams(text));

test('a query survives a round trip through its URL, in any order of parameters', () => {
  fc.assert(
    fc.property(arbitraryQuery, fc.array(fc.nat()), (query, order) => {
      const params = searchParams(query);
      expect(parse(params)).toEqual(query);
      const shuffled = [...new URLSearchParams(params)]
        .map((pair, index) => ({ pair, position: order[index] ?? index }))
        .sort((a, b) => a.position - b.position)
        .map(({ pair }) => pair);
      expect(searchParams(parse(new URLSearchParams(shuffled).toString()))).toBe(params);
    }),
  );
});

test('any URL parses to a query', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.dictionary(fc.string(), fc.string()),
      (text, pairs) => {
        for (const params of [new URLSearchParams(text), new URLSearchParams(pairs)]) {
          const query = parseSearch(params);
          expect(parse(searchParams(query))).toEqual(query);
        }
      },
    ),
  );
});

test.for([
  ['', EVERYTHING],
  ['q=%20two%20%0A%20words%20', { ...EVERYTHING, q: 'two words', sort: 'best' }],
  ['q=cafe%CC%81', { ...EVERYTHING, q: 'café', sort: 'best' }],
  ['q=a%00b', { ...EVERYTHING, q: 'ab', sort: 'best' }],
  ['q=horse&sort=newest', { ...EVERYTHING, q: 'horse' }],
  ['sort=best', EVERYTHING],
  ['sort=sideways&size=huge&colour=octarine&available=yes', EVERYTHING],
  ['min=-1&max=1e9', EVERYTHING],
  ['min=0.5&max=007', { ...EVERYTHING, min: '0.5', max: '007' }],
  ['from=-500&to=12345', EVERYTHING],
  ['from=0476&to=1453', { ...EVERYTHING, from: 476, to: 1453 }],
  ['tag=sea&tag=boats&artist=mira', { ...EVERYTHING, tag: 'sea', artist: 'mira' }],
  ['medium=oil&medium=canvas', { ...EVERYTHING, medium: 'oil canvas' }],
] as const)('parses the query string “%s”', ([text, query]) => {
  expect(parse(text)).toEqual(query);
});

test('a search text that is too long is cut', () => {
  expect(parse(`q=${'x'.repeat(10_000)}`).q).toHaveLength(200);
});

test('a form leads to the URL of its query, without empty fields', () => {
  const fields: [string, string][] = [
    ['q', ' horse '],
    ['min', ''],
    ['medium', 'oil'],
    ['medium', 'canvas'],
    ['size', ''],
    ['sort', ''],
  ];
  expect(searchFormUrl(fields)).toBe('/search?medium=oil+canvas&q=horse');
  expect(searchFormUrl([['q', '  ']])).toBe('/search');
  expect(searchFormUrl(fields)).toBe(searchUrl(parse(new URLSearchParams(fields).toString())));
});
