import fc from 'fast-check';
import { expect, test } from 'vitest';
import { excerptOf, findMatches, splitAt, type Wanted } from '#lib/domain/search/mark-text.ts';
import { foldWord, pairsOf } from '#lib/domain/search/scripts.ts';

const wanted = (words: string[], pairs: string[] = [], prefixes: string[] = []): Wanted => ({
  words: new Set(words),
  pairs,
  prefixes,
});
const shown = (text: string, asked: Wanted) =>
  splitAt(text, findMatches(text, asked))
    .map((part) => (part.isMatch ? `[${part.text}]` : part.text))
    .join('');

test.for([
  ['Café', 'cafe'],
  ['cafe\u0301', 'cafe'],
  ['Straße', 'strasse'],
  ['Ærø', 'aero'],
  ['ŁÓDŹ', 'lodz'],
  ['H₂O', 'h2o'],
  ['ﬁne', 'fine'],
  ['Do\u00adnau', 'donau'],
  ['كِتَابٌ', 'كتاب'],
  ['أحمر', 'احمر'],
  ['שָׁלוֹם', 'שלום'],
  ['за́мок', 'замок'],
  ['हिन्दी', 'हिन्दी'],
] as const)('the word %s is found by %s', ([word, folded]) => {
  expect(foldWord(word)).toBe(folded);
});

test('neighbouring pairs are one match, and a single character is one', () => {
  expect(pairsOf('三十六景')).toEqual(['三十', '十六', '六景']);
  expect(pairsOf('月')).toEqual(['月']);
  expect(shown('富嶽三十六景と月', wanted([], pairsOf('三十六景')))).toBe('富嶽[三十六景]と月');
  expect(shown('富嶽三十六景と月', wanted([], ['月']))).toBe('富嶽三十六景と[月]');
});

test('words are marked whole, by themselves or by their beginning', () => {
  expect(shown('A horse, horses; seahorse', wanted(['horse'], [], ['horse']))).toBe('A [horse], [horses]; seahorse');
  expect(shown('o’clock', wanted(['clock']))).toBe('o’[clock]');
});

test('an excerpt is the part with the most matches, cut between words', () => {
  const text = `${'word '.repeat(100)}red one. ${'word '.repeat(100)}red and blue there. ${'word '.repeat(100)}`;
  const excerpt = excerptOf(text, wanted(['red', 'blue'])) ?? [];
  expect(excerpt.filter(({ isMatch }) => isMatch).map((part) => part.text)).toEqual(['red', 'blue']);
  const whole = excerpt.map((part) => part.text).join('');
  expect(whole.length).toBeLessThan(200);
  expect(text).toContain(` ${whole} `);
  expect(excerptOf(text, wanted(['green']))).toBeNull();
});

test('the pieces of any text are the text, and no character is cut', () => {
  const text = fc.string({ unit: 'binary', maxLength: 120 });
  fc.assert(
    fc.property(text, fc.array(fc.string({ unit: 'binary', minLength: 1, maxLength: 2 })), (given, pairs) => {
      const all = wanted([foldWord(given.split(' ')[0] ?? '')], pairs, ['a']);
      const pieces = splitAt(given, findMatches(given, all));
      expect(pieces.map((piece) => piece.text).join('')).toBe(given);
      const excerpt = (excerptOf(given, all) ?? []).map((piece) => piece.text).join('');
      expect(given).toContain(excerpt);
      if (given.isWellFormed()) expect(excerpt.isWellFormed()).toBe(true);
    }),
  );
});
