import { expect, test } from 'vitest';
import { postListSchema, priceRange } from '#lib/schemas/post-list.ts';

const ID = '019a0000-0000-7000-8000-000000000001';

test('the newest works are asked for when nothing is said', () => {
  expect(postListSchema.parse({})).toEqual({ sort: 'newest' });
  const query = { artist: 'mira', currency: 'USD', after: `1700000000000_${ID}`, utm_source: 'x' };
  expect(postListSchema.parse(query)).toEqual({
    ...{ sort: 'newest', artist: 'mira', currency: 'USD' },
    after: { listedAt: new Date(1_700_000_000_000), id: ID },
  });
});

test.for(['12.5', '1e+21', '0.0025', 'Infinity'])('a price list goes on after the value %s', (value) => {
  const query = { sort: 'price-down', min: '10', max: '20.5', after: `${value}_${ID}` };
  expect(postListSchema.parse(query)).toEqual({
    ...{ sort: 'price-down', min: 10, max: 20.5, after: { value: Number(value), id: ID } },
  });
});

test.for(['views', 'week'])('sort=%s goes on after a number of visitors', (sort) => {
  expect(postListSchema.parse({ sort, after: `2147483647_${ID}` })).toEqual({
    ...{ sort, after: { value: 2_147_483_647, id: ID } },
  });
});

test.for([
  [{ sort: 'cheapest' }, '“sort” is newest, price-up, price-down, views or week.'],
  [{ currency: 'EURO' }, '“currency” must be the code of a currency, such as EUR.'],
  [{ min: '5' }, '“min” and “max” go with sort=price-up or price-down.'],
  [{ sort: 'price-up', min: '-5' }, '“min” must be a plain number in whole units, such as 120.50.'],
  [{ sort: 'price-up', max: '1e9' }, '“max” must be a plain number in whole units, such as 120.50.'],
  [{ sort: 'price-up', artist: 'mira' }, '“artist” goes with sort=newest.'],
  [{ sort: 'views', artist: 'mira' }, '“artist” goes with sort=newest.'],
  [{ sort: 'week', min: '5' }, '“min” and “max” go with sort=price-up or price-down.'],
  ...['12.5', 'Infinity', '2147483648'].map(
    (value) => [{ sort: 'views', after: `${value}_${ID}` }, 'The value of “after” is not one of ours.'] as const,
  ),
  [{ after: `12.5_${ID}` }, 'The value of “after” is not one of ours.'],
  [{ sort: 'price-up', after: `NaN_${ID}` }, 'The value of “after” is not one of ours.'],
  [{ sort: 'price-up', after: '1_2' }, 'The value of “after” is not one of ours.'],
])('%o is refused with a sentence', ([query, sentence]) => {
  expect(postListSchema.safeParse(query).error?.issues[0]?.message).toBe(sentence);
});

test('bounds are amounts of the currency in which they are named', () => {
  expect(priceRange({ min: 10, max: 20.55 }, 'EUR')).toEqual({
    ...{ min: { amount: 1_000, currency: 'EUR' }, max: { amount: 2_055, currency: 'EUR' } },
  });
  expect(priceRange({ max: 500 }, 'JPY')).toEqual({ max: { amount: 500, currency: 'JPY' } });
  expect(priceRange({}, 'JPY')).toEqual({});
});
