import { expect, test } from 'vitest';
import { SegmentedLru } from '#server/page-cache/segmented-lru.ts';

test('never exceeds its capacity, and reports every entry that it evicts', () => {
  const dropped: string[] = [];
  const store = new SegmentedLru<number>(100, (key) => dropped.push(key));
  for (let count = 0; count < 1_000; count++) {
    store.set(`key ${count}`, count, 7);
    expect(store.bytes).toBeLessThanOrEqual(100);
  }
  expect(store.size).toBe(14);
  expect(dropped).toHaveLength(986);
  expect(store.get('key 999')).toBe(999);
});

test('entries read only once evict each other, and not entries that are read again', () => {
  const store = new SegmentedLru<string>(1_000);
  for (const page of ['home', 'work', 'artist']) {
    store.set(page, page, 200);
    store.get(page);
  }
  for (let count = 0; count < 10_000; count++) store.set(`made-up-${count}`, 'nothing', 100);
  expect(['home', 'work', 'artist'].map((page) => store.get(page))).toEqual(['home', 'work', 'artist']);
});

test('evicts the least recently used of the entries that were read again', () => {
  const store = new SegmentedLru<string>(1_000);
  for (let count = 0; count < 20; count++) {
    store.set(`page ${count}`, 'page', 100);
    store.get(`page ${count}`);
    store.get('page 0');
  }
  expect(store.bytes).toBeLessThanOrEqual(1_000);
  expect(store.get('page 0')).toBe('page');
  expect(store.get('page 1')).toBeUndefined();
  expect(store.get('page 19')).toBe('page');
});

test('an entry above the capacity is not stored, and removes the old entry of the same key', () => {
  const store = new SegmentedLru<string>(100);
  expect(store.set('page', 'old', 10)).toBe(true);
  expect(store.set('page', 'new', 101)).toBe(false);
  expect(store.get('page')).toBeUndefined();
  expect(store.bytes).toBe(0);
});
