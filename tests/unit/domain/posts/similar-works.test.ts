import { expect, test } from 'vitest';
import { rankSimilar, type SimilarCandidate } from '#lib/domain/posts/similar-works.ts';

const WORK = { priceValue: 100, materials: 2, colors: 2 };
const candidate = (id: string, changes: Partial<SimilarCandidate> = {}): SimilarCandidate => ({
  ...{ id, artistId: `artist of ${id}`, priceValue: 100, materials: 0, colors: 0, tags: 0 },
  ...changes,
});
const rank = (candidates: SimilarCandidate[], count = 10) => rankSimilar(candidates, WORK, count);

test('the same materials count more than the same colours, and these more than a tag', () => {
  const all = [
    candidate('nothing'),
    candidate('tag', { tags: 1 }),
    candidate('colours', { colors: 2 }),
    candidate('materials', { materials: 2 }),
  ];
  expect(rank(all)).toEqual(['materials', 'colours', 'tag', 'nothing']);
});

test('among equals the price decides, by its ratio', () => {
  const all = [200, 50.1, 1_000, 90].map((priceValue) => candidate(`for ${priceValue}`, { priceValue }));
  expect(rank(all)).toEqual(['for 90', 'for 50.1', 'for 200', 'for 1000']);
});

test('a price without a known rate comes last, and compares as equal with another one', () => {
  const unknown = candidate('unknown', { priceValue: Number.POSITIVE_INFINITY });
  expect(rank([unknown, candidate('known', { priceValue: 900 })])).toEqual(['known', 'unknown']);
  const work = { ...WORK, priceValue: Number.POSITIVE_INFINITY };
  expect(rankSimilar([candidate('known'), unknown], work, 2)).toEqual(['unknown', 'known']);
});

test('at most two works of one artist, whatever fits best', () => {
  const all = ['a', 'b', 'c'].map((id) => candidate(id, { artistId: 'one', materials: 2 }));
  expect(rank([...all, candidate('other')])).toEqual(['a', 'b', 'other']);
});

test('the list is as long as asked for, and does not depend on the order of the candidates', () => {
  const all = ['a', 'b', 'c', 'd'].map((id) => candidate(id));
  expect(rank(all.toReversed(), 3)).toEqual(['a', 'b', 'c']);
});
