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
  // Typed without the accent it is written with: Côte d’Ivoire.
  ['cote d', ['XOF']],
  ['São', ['STD']],
  ['zzz', []],
  ['--', [...CURRENCY_CODES]],
  ['', [...CURRENCY_CODES]],
] as const)('%j finds %j', ([typed, found]) => {
  expect(findCurrencies(typed)).toEqual(found);
});

test('what begins a word is found, what stands inside of one is not', () => {
  expect(findCurrencies('pound')).toEqual(expect.arrayContaining(['EGP', 'GBP']));
  expect(findCurrencies('ound')).toEqual([]);
});

test('names come before countries, and no currency twice', () => {
  const found = findCurrencies('united');
  expect(found[0]).toBe('AED');
  expect(found).toEqual(expect.arrayContaining(['USD', 'GBP']));
  expect(new Set(found).size).toBe(found.length);
  expect(findCurrencies('us')[0]).toBe('USD');
});

test('those with a rate come first; an empty group is left out; one list while the rates are not known', () => {
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
