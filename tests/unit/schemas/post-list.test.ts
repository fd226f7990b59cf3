import { expect, test } from 'vitest';
import { postListSchema, priceRange } from '#lib/schemas/post-list.ts';

const ID = '019a0000-0000-7000-8000-000000000001';

test('the default is the newest works, and unknown parameters are ignored', () => {
  expect(postListSchema.parse({})).toEqual({ sort: 'newest' });
  const query = { artist: 'mira', currency: 'USD', after: `1700000000000_${ID}`, utm_source: 'x' };
  expect(postListSchema.parse(query)).toEqual({
    ...{ sort: 'newest', artist: 'mira', currency: 'USD' },
    after: { listedAt: new Date(1_700_000_000_000), id: ID },
  });
});

test.for(['12.5', '1e+21', '0.0025', 'Infinity'])('a list sorted by price continues after the value %s', (value) => {
  const query = { sort: 'price-down', min: '10', max: '20.5', after: `${value}_${ID}` };
  expect(postListSchema.parse(query)).toEqual({
    ...{ sort: 'price-down', min: 10, max: 20.5, after: { value: Number(value), id: ID } },
  });
});

test.for(['views', 'week'])('sort=%s continues after a number of visitors', (sort) => {
  expect(postListSchema.parse({ sort, after: `2147483647_${ID}` })).toEqual({
    ...{ sort, after: { value: 2_147_483_647, id: ID } },
  });
});

test.for([
  [{ sort: 'cheapest' }, '“sort” must be newest, price-up, price-down, views or week.'],
  [{ currency: 'EURO' }, '“currency” must be the code of a currency, such as EUR.'],
  [{ min: '5' }, '“min” and “max” require sort=price-up or price-down.'],
  [{ sort: 'price-up', min: '-5' }, '“min” must be a plain number in whole units, such as 120.50.'],
  [{ sort: 'price-up', max: '1e9' }, '“max” must be a plain number in whole units, such as 120.50.'],
  [{ sort: 'price-up', artist: 'mira' }, '“artist” requires sort=newest.'],
  [{ sort: 'views', artist: 'mira' }, '“artist” requires sort=newest.'],
  [{ sort: 'week', min: '5' }, '“min” and “max” require sort=price-up or price-down.'],
  ...['12.5', 'Infinity', '2147483648'].map(
    (value) => [{ sort: 'views', after: `${value}_${ID}` }, '“after” is not a valid cursor.'] as const,
  ),
  [{ after: `12.5_${ID}` }, '“after” is not a valid cursor.'],
  [{ sort: 'price-up', after: `NaN_${ID}` }, '“after” is not a valid cursor.'],
  [{ sort: 'price-up', after: '1_2' }, '“after” is not a valid cursor.'],
])('%o is refused with a message', ([query, message]) => {
  expect(postListSchema.safeParse(query).error?.issues[0]?.message).toBe(message);
});

test('the price bounds are amounts in the given currency', () => {
  expect(priceRange({ min: 10, max: 20.55 }, 'EUR')).toEqual({
    ...{ min: { amount: 1_000, currency: 'EUR' }, max: { amount: 2_055, currency: 'EUR' } },
  });
  expect(priceRange({ max: 500 }, 'JPY')).toEqual({ max: { amount: 500, currency: 'JPY' } });
  expect(priceRange({}, 'JPY')).toEqual({});
});
