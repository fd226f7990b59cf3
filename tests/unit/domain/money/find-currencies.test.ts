import { expect, test } from 'vitest';
import { CURRENCY_CODES } from '#lib/domain/money/currencies.ts';
import { findCurrencies, groupCurrencies } from '#lib/domain/money/find-currencies.ts';

test.for([
  ['jpy', ['JPY']],
  ['  YEN ', ['JPY']],
  ['Japan', ['JPY']],
  ['jp', ['JPY']],
  ['swiss franc', ['CHF']],
  ['liechten', ['CHF']],
  // Typed without the accent of Côte d’Ivoire.
  ['cote d', ['XOF']],
  ['São', ['STD']],
  ['zzz', []],
  ['--', [...CURRENCY_CODES]],
  ['', [...CURRENCY_CODES]],
] as const)('%j finds %j', ([typed, found]) => {
  expect(findCurrencies(typed)).toEqual(found);
});

test('finds the start of a word, not the middle of one', () => {
  expect(findCurrencies('pound')).toEqual(expect.arrayContaining(['EGP', 'GBP']));
  expect(findCurrencies('ound')).toEqual([]);
});

test('matches by name come before matches by country, and no currency appears twice', () => {
  const found = findCurrencies('united');
  expect(found[0]).toBe('AED');
  expect(found).toEqual(expect.arrayContaining(['USD', 'GBP']));
  expect(new Set(found).size).toBe(found.length);
  expect(findCurrencies('us')[0]).toBe('USD');
});

test('currencies with a rate come first, empty groups are left out, and unknown rates mean one group', () => {
  const codes = ['AED', 'EUR', 'USD', 'VUV'];
  const groups = groupCurrencies(codes, new Set(['USD', 'EUR', 'CHF']));
  expect(groups.map((group) => group.codes)).toEqual([
    ['EUR', 'USD'],
    ['AED', 'VUV'],
  ]);
  expect(groups[1]?.note).toContain('No exchange rate is known');
  expect(groupCurrencies(['USD'], new Set(['USD']))).toEqual([{ title: null, note: null, codes: ['USD'] }]);
  expect(groupCurrencies(['AED'], new Set(['USD'])).map(({ title }) => title)).toEqual(['Other currencies']);
  expect(groupCurrencies([], new Set(['USD']))).toEqual([]);
  expect(groupCurrencies(codes, null)).toEqual([{ title: null, note: null, codes }]);
});
