import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readSaved, SAVED_KEY, writeSaved } from '#components/saved/browser-saved.ts';
import { MAX_SAVED } from '#lib/domain/posts/saved-posts.ts';

const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
let stored: Map<string, string>;

beforeEach(() => {
  stored = new Map();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
});
afterEach(() => vi.unstubAllGlobals());

test('what was written is read, and nothing is left of an empty list', () => {
  expect(writeSaved([id(2), id(1)])).toBeNull();
  expect(readSaved()).toEqual([id(2), id(1)]);
  expect(writeSaved([])).toBeNull();
  expect(stored.size).toBe(0);
});

test.for(['{', '{}', 'null', '["x", 1, null]'])('a store with %s has nothing', (text) => {
  stored.set(SAVED_KEY, text);
  expect(readSaved()).toEqual([]);
});

test('one more than there can be is refused with a sentence, and so is a browser that stores nothing', () => {
  const full = Array.from({ length: MAX_SAVED }, (_, index) => id(index));
  expect(writeSaved(full)).toBeNull();
  expect(writeSaved([...full, id(MAX_SAVED)])).toMatch(/^This browser .+\.$/);
  expect(readSaved()).toEqual(full);
  vi.stubGlobal('localStorage', {
    setItem() {
      throw new DOMException('full', 'QuotaExceededError');
    },
  });
  expect(writeSaved([id(1)])).toMatch(/Sign in/);
});
