import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSearchKey, searchKey } from '#lib/domain/search/search-key.ts';

test('every text has a key that is safe in a path and decodes to the same text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const key = searchKey(text);
      expect(key).toMatch(/^s[\w-]*$/);
      expect(readSearchKey(key)).toBe(text);
    }),
  );
});

test.for(['', 'x', 's!', 's%', 's_w', `s${'A'.repeat(4_000)}`, 's/../x'])('%s is not a valid key', (key) => {
  expect(readSearchKey(key)).toBeNull();
});

test.for(['artist=%00', 'q=a\0b'])('a key of NUL, %j, is not valid', (text) => {
  expect(readSearchKey(searchKey(text))).toBeNull();
});
