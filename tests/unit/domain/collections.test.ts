import { describe, expect, test } from 'vitest';
import { type CollectionRow, collectionState, isCurrent, slugsIn } from '#lib/domain/collections.ts';
import { collectionFormSchema } from '#lib/schemas/collections.ts';

const collection = (changes: Partial<CollectionRow>): CollectionRow => ({
  ...{ id: 'id', slug: 'quiet', title: 'Quiet', text: '', isPublished: true, startsOn: null, endsOn: null },
  works: 1,
  ...changes,
});

describe('a collection on 24 December', () => {
  const day = '2026-12-24';
  test.for([
    [{}, true, 'On the home page'],
    [{ startsOn: '2026-12-24', endsOn: '2026-12-24' }, true, 'On the home page'],
    [{ works: 0 }, true, 'Not on the home page yet'],
    [{ startsOn: '2026-12-25' }, false, 'Not yet begun'],
    [{ endsOn: '2026-12-23' }, false, 'Ended'],
    [{ isPublished: false }, false, 'Not published'],
  ] as const)('%j is current: %s', ([changes, current, state]) => {
    expect(isCurrent(collection(changes), day)).toBe(current);
    expect(collectionState(collection(changes), day)).toBe(state);
  });
});

test('works are one to a line, by any URL of their page, each once', () => {
  const lines = ' https://shop.example/posts/blue?x=1 \n/posts/Red/edit\n\ngreen\nblue\r\nposts/odd';
  expect(slugsIn(lines)).toEqual(['blue', 'red', 'green', 'posts/odd']);
});

describe('the form', () => {
  const form = { title: 'Quiet', text: '', works: 'blue', startsOn: '', endsOn: '', version: '0' };
  const errorsOf = (changes: Record<string, string>) =>
    collectionFormSchema.safeParse({ ...form, ...changes }).error?.issues.map(({ path }) => path[0]) ?? [];

  test('needs a title, days that exist, and an end behind the start', () => {
    expect(errorsOf({})).toEqual([]);
    expect(errorsOf({ title: ' ' })).toEqual(['title']);
    expect(errorsOf({ startsOn: '2026-02-30' })).toEqual(['startsOn']);
    expect(errorsOf({ startsOn: '2026-12-24', endsOn: '2026-12-23' })).toEqual(['endsOn']);
    expect(errorsOf({ works: Array.from({ length: 61 }, (_, index) => `work-${index}`).join('\n') })).toEqual([
      'works',
    ]);
  });

  test('is published only by its box', () => {
    expect(collectionFormSchema.parse(form).isPublished).toBe(false);
    expect(collectionFormSchema.parse({ ...form, isPublished: 'on' }).isPublished).toBe(true);
  });
});
