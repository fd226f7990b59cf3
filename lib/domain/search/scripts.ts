/**
 * How a text is taken apart for marking matches: the same as the functions search_letters and search_pieces do in
 * PostgreSQL for finding them (docs/decisions/0027-search-in-every-script.md); a test compares both.
 */

/** Characters of scripts that are written without spaces between words, and the letters of flags; inside of a class. */
export const UNSPACED =
  '\\u0e01-\\u0e3a\\u0e40-\\u0e4e\\u0e81-\\u0ece\\u0edc-\\u0edf\\u0f40-\\u0fbc\\u1000-\\u103f\\u1050-\\u109d' +
  '\\u1100-\\u11ff\\u1780-\\u17d3\\u17dc\\u2e80-\\u2fdf\\u3005-\\u3007\\u3021-\\u302f\\u3031-\\u3035' +
  '\\u3038-\\u303c\\u3041-\\u309f\\u30a1-\\u30fa\\u30fc-\\u318f\\u31a0-\\u31bf\\u31f0-\\u31ff\\u3400-\\u4dbf' +
  '\\u4e00-\\ua48c\\ua960-\\ua97c\\ua9e0-\\ua9ef\\ua9fa-\\ua9fe\\uaa60-\\uaa7f\\uac00-\\ud7ff\\uf900-\\ufaff' +
  '\\u{1aff0}-\\u{1b16f}\\u{1f1e6}-\\u{1f1ff}\\u{20000}-\\u{3ffff}';

/** Symbols and emoji, each of which is found by itself. */
export const SYMBOLS =
  '\\u2190-\\u2bff\\u3004\\u3012\\u3013\\u3020\\u3036\\u3037\\u{1f000}-\\u{1f1e5}\\u{1f200}-\\u{1faff}';

/** Half the width, and therefore another character than the one that it is found by; letters and their voice marks. */
const HALF_WIDTH = '\\uff66-\\uff9f\\uffa0-\\uffdc';

/** Signs that are not seen by themselves: accents without a letter, vowel marks, selectors, soft hyphens. */
const UNSEEN =
  '[\\p{Cf}\\u0300-\\u036f\\u0483-\\u0489\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c4\\u05c5\\u05c7\\u0610-\\u061a\\u0640' +
  '\\u064b-\\u065f\\u0670\\u06d6-\\u06dc\\u06df-\\u06e8\\u06ea-\\u06ed\\u0730-\\u074a\\u08d3-\\u08ff\\u180b-\\u180f' +
  '\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20f0\\ufe00-\\ufe0f\\ufe20-\\ufe2f\\u{1f3fb}-\\u{1f3ff}\\u{e0100}-\\u{e01ef}]';

const ALIKE = new Map(
  [
    ['\u0623\u0625\u0622\u0671', '\u0627'],
    ['\u0649\u06cc\u0626', '\u064a'],
    ['\u0624', '\u0648'],
    ['\u0629\u06c1\u06be', '\u0647'],
    ['\u06a9', '\u0643'],
    ['ß', 'ss'],
    ['æ', 'ae'],
    ['œ', 'oe'],
    ['ø', 'o'],
    ['ł', 'l'],
    ['đð', 'd'],
    ['þ', 'th'],
    ['ı', 'i'],
  ].flatMap(([letters = '', letter = '']) => [...letters].map((variant) => [variant, letter] as const)),
);
const VARIANT = new RegExp(`[${[...ALIKE.keys()].join('')}]`, 'gu');
const IS_ASCII = /^[\x20-\x7e]*$/;
const ALL_UNSEEN = new RegExp(UNSEEN, 'gu');

/** The letters of a word as they are in the index, or so close that only the marking of a match depends on it. */
export function foldWord(word: string): string {
  if (IS_ASCII.test(word)) return word.toLowerCase();
  return letters(word)
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replace(VARIANT, (letter) => ALIKE.get(letter) ?? letter);
}

/** Compatible characters alike, without unseen ones; accents of Latin letters stay. */
const letters = (text: string) => text.normalize('NFKC').replace(ALL_UNSEEN, '');

/** A part of a text that a search can find: where it is, in UTF-16 units, and what it is. */
export type TextPart = { start: number; text: string; kind: 'word' | 'unspaced' | 'symbol' };

const PART = new RegExp(
  `(?<unspaced>[${UNSPACED}${HALF_WIDTH}](?:${UNSEEN}*[${UNSPACED}${HALF_WIDTH}])*)|(?<symbol>[${SYMBOLS}]${UNSEEN}*(?:(?<=\\u200d)[${SYMBOLS}]${UNSEEN}*)*)` +
    `|(?:(?![${UNSPACED}${HALF_WIDTH}])[\\p{L}\\p{N}\\p{M}\\p{Cf}])+`,
  'gu',
);

/** The words, rows of characters without spaces, and symbols of a text. */
export function* partsOf(text: string): Generator<TextPart> {
  for (const { 0: found, index, groups } of text.matchAll(PART)) {
    const kind = groups?.unspaced !== undefined ? 'unspaced' : groups?.symbol !== undefined ? 'symbol' : 'word';
    yield { start: index, text: found, kind };
  }
}

/**
 * The characters by which a row without spaces, or a symbol, is found, each with the place in `text` that it comes from:
 * two half-width characters may be one.
 */
export function foundCharacters(text: string): { character: string; start: number; end: number }[] {
  const all: { character: string; start: number; end: number }[] = [];
  if (letters(text) === text) {
    for (const character of text) {
      const start = all.at(-1)?.end ?? 0;
      all.push({ character, start, end: start + character.length });
    }
    return all;
  }
  for (const { 0: cluster, index } of text.matchAll(/.[\uff9e\uff9f\u3099\u309a]?/gsu)) {
    const end = index + cluster.length;
    for (const character of letters(cluster)) all.push({ character, start: index, end });
  }
  return all;
}

/** The texts in the index that a piece of a query asks for: its pairs of neighbours, or a single character. */
export function pairsOf(piece: string): string[] {
  const characters = [...piece];
  if (characters.length < 2) return characters;
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}
