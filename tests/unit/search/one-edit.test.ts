import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOneEdit } from '#lib/domain/search/one-edit.ts';

test.for([
  ['horse', 'hirse', true],
  ['horse', 'hore', true],
  ['horse', 'hoorse', true],
  ['horse', 'hosre', true],
  ['horse', 'orse', true],
  ['horse', 'shorse', true],
  ['horse', 'hors', true],
  ['horse', 'horses', true],
  ['horse', 'ohrse', true],
  ['horse', 'hores', true],
  ['horse', 'horse', false],
  ['horse', 'house', true],
  ['horse', 'hsore', false],
  ['horse', 'hrsoe', false],
  ['horse', 'mouse', false],
  ['horse', 'hor', false],
  ['a', '', true],
  ['', '', false],
  ['🐎x', '🐎y', true],
] as const)('%s and %s are one edit apart: %s', ([a, b, expected]) => {
  expect(isOneEdit(a, b)).toBe(expected);
  expect(isOneEdit(b, a)).toBe(expected);
});

/** All words that are one edit away, by brute force. */
function edits(word: string, letters: string[]): Set<string> {
  const all = new Set<string>();
  for (let at = 0; at <= word.length; at++) {
    const [head, tail] = [word.slice(0, at), word.slice(at)];
    for (const letter of letters) {
      all.add(head + letter + tail);
      if (tail) all.add(head + letter + tail.slice(1));
    }
    if (tail) all.add(head + tail.slice(1));
    if (tail.length > 1) all.add(`${head}${tail.charAt(1)}${tail.charAt(0)}${tail.slice(2)}`);
  }
  all.delete(word);
  return all;
}

test('agrees with trying all edits', () => {
  const letters = ['a', 'b', 'c'];
  const word = fc.string({ unit: fc.constantFrom(...letters), maxLength: 6 });
  fc.assert(
    fc.property(word, word, (a, b) => {
      expect(isOneEdit(a, b)).toBe(edits(a, letters).has(b));
    }),
    { numRuns: 2_000 },
  );
});
