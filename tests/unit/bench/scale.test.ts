import { expect, test } from 'vitest';
import { inventWorks } from '../../../bench/scale/invent-works.ts';
import type { Measured } from '../../../bench/scale/measure-cases.ts';
import { describeSequentialScans, problemsOf } from '../../../bench/scale/print-table.ts';
import { randomOf, zipfIndex } from '../../../bench/scale/random.ts';
import { rowsAt } from '../../../bench/scale/rows.ts';
import { growth, percentile } from '../../../bench/scale/statistics.ts';
import { mixTitles, workAt } from '../../../bench/scale/vary-work.ts';
import { misspelt } from '../../../bench/scale/word-cases.ts';

const works = inventWorks(500);
const source = { works, artists: [...new Set(works.map(({ artist }) => artist))] };

test('a percentile is one of the measured values', () => {
  const values = Array.from({ length: 200 }, (_, index) => 200 - index);
  expect(percentile(values, 0.5)).toBe(100);
  expect(percentile(values, 0.99)).toBe(198);
  expect(percentile([7], 0.99)).toBe(7);
  expect(percentile([], 0.5)).toBeNaN();
});

test('growth is unknown without a value to compare with', () => {
  expect(growth(2, 3)).toBe(1.5);
  expect(growth(undefined, 3)).toBeNull();
  expect(growth(0, 3)).toBeNull();
  expect(growth(Number.NaN, 3)).toBeNull();
});

test('Zipf: the first rank is the most frequent, the last ones occur, and none is out of range', () => {
  const random = randomOf(1);
  const counts = new Map<number, number>();
  for (let run = 0; run < 50_000; run++) {
    const place = zipfIndex(100, 0.8, random);
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  expect(Math.min(...counts.keys())).toBe(0);
  expect(Math.max(...counts.keys())).toBe(99);
  const [first = 0, tenth = 0, last = 0] = [0, 9, 99].map((place) => counts.get(place));
  // (place + 1) ** -0.8 predicts 6.3 between the first and the tenth; the continuous approximation is a little flatter.
  expect(first / tenth).toBeGreaterThan(3.5);
  expect(first / tenth).toBeLessThan(8);
  expect(tenth).toBeGreaterThan(2 * last);
});

test('the first works are those of the catalogue, and the others are reproducible variations', () => {
  expect(workAt(source, 17)).toBe(works[17]);
  const varied = Array.from({ length: 5_000 }, (_, index) => workAt(source, 500 + index));
  expect(workAt(source, 777)).toEqual(varied[277]);
  expect(new Set(varied.map(({ acno }) => acno)).size).toBe(5_000);
  const known = new Set(works.map(({ title }) => title));
  expect(varied.filter(({ title }) => known.has(title)).length).toBeLessThan(1_500);
});

test('varied works use the catalogue’s words with different frequencies and add new words', () => {
  const count = (titles: string[]) => {
    const counts = new Map<string, number>();
    for (const word of titles.flatMap((title) => title.split(' '))) counts.set(word, (counts.get(word) ?? 0) + 1);
    return counts;
  };
  const before = count(works.map(({ title }) => title));
  const after = count(Array.from({ length: 5_000 }, (_, index) => workAt(source, 500 + index).title));
  const once = [...before].filter(([, times]) => times === 1).map(([word]) => after.get(word) ?? 0);
  expect(new Set(once).size).toBeGreaterThan(10);
  expect([...after.keys()].filter((word) => !before.has(word)).length).toBeGreaterThan(200);
  const [most] = [...before].toSorted(([, a], [, b]) => b - a)[0] ?? [];
  const rank = [...after].toSorted(([, a], [, b]) => b - a).findIndex(([word]) => word === most);
  expect(rank).toBeLessThan(3);
});

test('a mixed title has words from both titles', () => {
  const random = randomOf(2);
  const mixed = Array.from({ length: 50 }, () => mixTitles('a b c', 'x y z', random));
  expect(mixed.every((title) => /^a( b)?( c)?( x)?( y)?( z)?$/.test(title))).toBe(true);
  expect(new Set(mixed).size).toBeGreaterThan(8);
});

test('four fifths of the rows are for sale, and all dates fit their state', () => {
  const posts = Array.from({ length: 4_000 }, (_, index) => rowsAt(source, index).post);
  const share = (status: string) => posts.filter((post) => post.status === status).length / posts.length;
  expect(share('LISTED')).toBeCloseTo(0.8, 1);
  expect(share('SOLD')).toBeCloseTo(0.15, 1);
  expect(share('DRAFT')).toBeGreaterThan(0.03);
  expect(posts.every(({ status, listed_at }) => (status === 'DRAFT') === (listed_at === null))).toBe(true);
  expect(posts.every(({ status, sold_at }) => (status === 'SOLD') === (sold_at !== null))).toBe(true);
  const visitors = posts.map((post) => Number(post.visitors));
  expect(percentile(visitors, 0.5)).toBeLessThan(5);
  expect(Math.max(...visitors)).toBeGreaterThan(200);
});

test('a misspelt word differs by one letter', () => {
  const random = randomOf(3);
  const misspelling = misspelt('aquarelle', random);
  expect(misspelling).toHaveLength(9);
  expect([...misspelling].filter((letter, index) => letter !== 'aquarelle'[index])).toHaveLength(1);
});

test('the table names cases that miss their target at a million works, fail, or scan a whole table', () => {
  const measured = (changes: Partial<Measured>): Measured => ({
    ...{ name: 'newest', group: 'page', p50: 10, p99: 20, sequentialScans: [], failure: null },
    ...changes,
  });
  const at = (size: number, changes: Partial<Measured>) => ({ size, cases: [measured(changes)] });
  expect(problemsOf([at(100_000, {}), at(1_000_000, { p50: 15 })])).toEqual([]);
  expect(problemsOf([at(100_000, { p99: 500 })])).toEqual([]);
  expect(problemsOf([at(100_000, {}), at(1_000_000, { p99: 25 })])).toEqual([expect.stringContaining('p99 25.0 ms')]);
  expect(problemsOf([at(100_000, {}), at(1_000_000, { p50: 16 })])).toEqual([expect.stringContaining('1.60 times')]);
  expect(problemsOf([at(1_000_000, { failure: 'no such column' })])).toEqual([
    expect.stringContaining('no such column'),
  ]);
  expect(describeSequentialScans(at(10_000, { sequentialScans: ['posts'] }))).toEqual([
    'Sequential scan at 10,000 works: posts, by newest.',
  ]);
});
