import { beforeAll, describe, expect, test } from 'vitest';
import { currentExchange } from '#lib/currency/queries.ts';
import { db } from '#lib/db.ts';
import { valueRange } from '#lib/domain/exchange/price-value.ts';
import { exactCount } from '#lib/domain/posts/post-count.ts';
import { makeUser } from '../../support/database/factories.ts';
import { replaceCurrentRates } from '../../support/rates/replace-current-rates.ts';
import { addWork, countWorks, titles } from './search-fixture.ts';

beforeAll(async () => {
  await replaceCurrentRates({ USD: '1.25', JPY: '160' });
  const { id: anna } = await makeUser({ username: 'Anna', displayName: 'Anna Ax' });
  const oil = { artistId: anna, medium: 'Oil on canvas', tags: ['sea', 'Café'], dimensions: '40 × 30 cm', year: 1889 };
  await picture(await addWork('Oil', oil), 400, 300, ['blue', 'white']);
  await picture(
    await addWork('Ink', { medium: 'Ink on paper', tags: ['sea'], dimensions: '12 × 9 cm', year: 1890 }),
    300,
    400,
    ['black'],
  );
  await picture(await addWork('Tempera', { medium: 'Tempera, oil', dimensions: '2 m', year: 1453 }), 400, 396, [
    'blue',
  ]);
  await addWork('Sold', { status: 'SOLD', soldAt: new Date(), priceAmount: 20_000, year: 9 });
  await addWork('Dollars', { priceAmount: 12_500, priceCurrency: 'USD', year: 2026 });
  await addWork('Yen', { priceAmount: 16_160, priceCurrency: 'JPY' });
  await addWork('Draft', { ...oil, status: 'DRAFT', listedAt: null });
  await addWork('Hidden', { ...oil, hiddenAt: new Date() });
});

async function picture({ id }: { id: string }, width: number, height: number, colours: string[]) {
  await db().postImage.updateMany({ where: { postId: id }, data: { width, height, colours } });
}

const sortedTitles = async (changes: Parameters<typeof titles>[0]) => (await titles(changes)).sort();

describe('a filter', () => {
  test.for([
    [{ available: true }, ['Dollars', 'Ink', 'Oil', 'Tempera', 'Yen']],
    [{ medium: 'oil' }, ['Oil', 'Tempera']],
    [{ medium: 'Oil on Canvas' }, ['Oil']],
    [{ medium: 'canvas/oil' }, ['Oil']],
    [{ medium: 'marble' }, []],
    [{ size: 'small' }, ['Ink']],
    [{ size: 'medium' }, ['Oil']],
    [{ size: 'large' }, ['Tempera']],
    [{ orientation: 'landscape', from: 1889 }, ['Dollars', 'Oil']],
    [{ orientation: 'portrait' }, ['Ink']],
    [{ orientation: 'square' }, ['Tempera']],
    [{ colour: 'blue' }, ['Oil', 'Tempera']],
    [{ colour: 'white' }, ['Oil']],
    [{ tag: 'sea' }, ['Ink', 'Oil']],
    [{ tag: 'CAFE' }, ['Oil']],
    [{ tag: 'se' }, []],
    [{ artist: 'anna' }, ['Oil']],
    [{ artist: 'ANNA' }, ['Oil']],
    [{ artist: 'ann' }, []],
    [{ from: 1889, to: 1890 }, ['Ink', 'Oil']],
    [{ from: 1890, to: 1890 }, ['Ink']],
    [{ from: 1888, to: 1889 }, ['Oil']],
    [{ to: 1453 }, ['Sold', 'Tempera']],
    [{ from: 1400, to: 1900 }, ['Ink', 'Oil', 'Tempera']],
    [{ from: 0, to: 9_999 }, ['Dollars', 'Ink', 'Oil', 'Sold', 'Tempera']],
    [{ from: 2026 }, ['Dollars']],
    [{ from: 9_999 }, []],
    [{ from: 1890, to: 1889 }, []],
    [
      { tag: 'sea', colour: 'blue', medium: 'oil', from: 1800, size: 'medium', artist: 'anna', available: true },
      ['Oil'],
    ],
    [{ tag: 'sea', colour: 'blue', medium: 'ink' }, []],
    [{ q: 'oil', colour: 'blue', size: 'large' }, ['Tempera']],
  ] as const)('%j finds %j', async ([changes, expected]) => {
    expect(await sortedTitles(changes)).toEqual(expected);
    expect((await countWorks(changes)).total).toEqual(exactCount(expected.length));
  });
});

test('prices are filtered by bounds in the visitor’s currency, both included', async () => {
  const within = async (currency: string, min: number, max: number) => {
    const money = (amount: number) => ({ amount, currency });
    const prices = valueRange({ min: money(min), max: money(max) }, await currentExchange());
    expect((await countWorks({}, prices)).total.count).toBe((await titles({}, prices)).length);
    return titles({ sort: 'price-up' }, prices);
  };
  // 125 dollars are 100 euros, 16,160 yen 101; the others cost 120, the sold one 200.
  expect(await within('USD', 12_500, 12_625)).toEqual(['Dollars', 'Yen']);
  expect(await within('USD', 12_501, 12_624)).toEqual([]);
  expect(await within('JPY', 16_000, 16_000)).toEqual(['Dollars']);
  expect(await within('EUR', 12_001, 20_000)).toEqual(['Sold']);
});

test('a changed work is found by its new values', async () => {
  const post = await addWork('Changing', { tags: ['before'], medium: 'Chalk' });
  const change = (data: Parameters<ReturnType<typeof db>['post']['update']>[0]['data']) =>
    db().post.update({ where: { id: post.id }, data });
  const isFound = async (changes: Parameters<typeof titles>[0]) => (await titles(changes)).includes(post.title);
  await change({ tags: ['after'], year: 1700, dimensions: '10 cm' });
  expect(await isFound({ tag: 'before' })).toBe(false);
  expect(await isFound({ tag: 'after', from: 1700, to: 1700, size: 'small', medium: 'chalk' })).toBe(true);
  await change({ status: 'SOLD', soldAt: new Date() });
  expect(await isFound({ tag: 'after' })).toBe(true);
  expect(await isFound({ tag: 'after', available: true })).toBe(false);
  await change({ hiddenAt: new Date() });
  expect(await isFound({ tag: 'after' })).toBe(false);
  await change({ hiddenAt: null });
  expect(await isFound({ tag: 'after' })).toBe(true);
  await change({ status: 'DRAFT', soldAt: null });
  expect(await isFound({ tag: 'after' })).toBe(false);
});

test('counts say how many works each filter would leave', async () => {
  const { total, available, medium, size, orientation, colour, tag, artist } = await countWorks({ q: 'oil' });
  expect({ total, available }).toEqual({ total: exactCount(2), available: exactCount(2) });
  const pairs = (values: { value: string; works: { count: number } }[]) =>
    values.map(({ value, works }) => [value, works.count]);
  expect(pairs(medium)).toEqual([
    ['oil', 2],
    ['canvas', 1],
    ['tempera', 1],
  ]);
  expect(pairs(size)).toEqual([
    ['large', 1],
    ['medium', 1],
  ]);
  expect(pairs(orientation)).toEqual([
    ['landscape', 1],
    ['square', 1],
  ]);
  expect(pairs(colour)).toEqual([
    ['blue', 2],
    ['white', 1],
  ]);
  expect(pairs(tag)).toEqual([
    ['cafe', 1],
    ['sea', 1],
  ]);
  expect(artist.map(({ value, displayName }) => [value, displayName])).toContainEqual(['anna', 'Anna Ax']);
  expect((await countWorks({ q: 'nothing like it' })).tag).toEqual([]);
});
