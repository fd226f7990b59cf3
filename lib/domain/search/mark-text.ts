import { foldWord, foundCharacters, partsOf } from './scripts.ts';
import type { MarkedText } from './search.ts';

/** What is marked: words as they are in the index, beginnings of words, and pairs of unspaced characters or symbols. */
export type Wanted = {
  words: ReadonlySet<string>;
  prefixes: readonly string[];
  pairs: readonly string[];
};

/** From start to before end, in UTF-16 units. */
type Range = { start: number; end: number };

/** An excerpt begins this far before its first match, and is this long; both in UTF-16 units, at the ends of words. */
const EXCERPT_LEAD = 40;
const EXCERPT_LENGTH = 150;
/** The excerpt is around one of the first matches. */
const MAX_CANDIDATES = 30;
/** How far the end of a word is looked for. */
const WORD_END = 24;

/** Where a text has what is wanted, in order and without overlaps. */
export function findMatches(text: string, wanted: Wanted): Range[] {
  const ranges: Range[] = [];
  for (const { start, text: part, kind } of partsOf(text)) {
    if (kind === 'unspaced') {
      for (const range of findPairs(part, wanted.pairs)) {
        ranges.push({ start: start + range.start, end: start + range.end });
      }
    } else if (kind === 'symbol' ? hasSymbol(part, wanted) : isWanted(foldWord(part), wanted)) {
      ranges.push({ start, end: start + part.length });
    }
  }
  return ranges;
}

/** Whole: a family is one emoji, although each of its members is found. */
const hasSymbol = (part: string, { pairs }: Wanted) =>
  pairs.length > 0 && foundCharacters(part).some(({ character }) => pairs.includes(character));

const isWanted = (word: string, { words, prefixes }: Wanted) =>
  words.has(word) || prefixes.some((prefix) => word.startsWith(prefix));

/** Neighbouring pairs are one match: three characters that were typed are found as two pairs. */
function findPairs(part: string, pairs: readonly string[]): Range[] {
  if (pairs.length === 0) return [];
  const found = foundCharacters(part);
  const isFound = found.map(() => false);
  for (const pair of pairs) {
    const wanted = [...pair];
    for (let at = 0; at + wanted.length <= found.length; at++) {
      if (wanted.every((character, index) => found[at + index]?.character === character)) {
        isFound.fill(true, at, at + wanted.length);
      }
    }
  }
  const ranges: Range[] = [];
  for (const [index, { start, end }] of found.entries()) {
    const last = ranges.at(-1);
    if (!isFound[index]) continue;
    if (last && index > 0 && isFound[index - 1]) last.end = end;
    else ranges.push({ start, end });
  }
  return ranges;
}

/** A text in pieces, of which those in `ranges` are matches. */
export function splitAt(text: string, ranges: readonly Range[]): MarkedText {
  const pieces: { text: string; isMatch: boolean }[] = [];
  let position = 0;
  for (const { start, end } of ranges) {
    pieces.push({ text: text.slice(position, start), isMatch: false }, { text: text.slice(start, end), isMatch: true });
    position = end;
  }
  pieces.push({ text: text.slice(position), isMatch: false });
  return pieces.filter((piece) => piece.text !== '');
}

/** The part of a long text that has the most matches; null if it has none. */
export function excerptOf(text: string, wanted: Wanted): MarkedText | null {
  const matches = findMatches(text, wanted);
  let best: { from: number; to: number; ranges: Range[] } | null = null;
  for (const { start } of matches.slice(0, MAX_CANDIDATES)) {
    const from = wordStart(text, Math.max(0, start - EXCERPT_LEAD), start);
    const to = wordEnd(text, from + EXCERPT_LENGTH);
    const ranges = matches.filter((match) => match.start >= from && match.end <= to);
    if (ranges.length > (best?.ranges.length ?? 0)) best = { from, to, ranges };
  }
  if (best === null) return null;
  const { from, to, ranges } = best;
  return splitAt(
    text.slice(from, to),
    ranges.map(({ start, end }) => ({ start: start - from, end: end - from })),
  );
}

/** The first beginning of a word from `at` on, at most `limit`; `at` itself in a text without spaces. */
function wordStart(text: string, at: number, limit: number): number {
  if (at === 0 || /\s/.test(text[at - 1] ?? ' ')) return at;
  const space = text.slice(at, Math.min(limit, at + WORD_END)).search(/\s/);
  return space < 0 ? wholeCharacter(text, at) : at + space + 1;
}

/** The last end of a word up to `at`; `at` itself in a text without spaces. */
function wordEnd(text: string, at: number): number {
  if (at >= text.length) return text.length;
  const space = /\s\S*$/.exec(text.slice(at - WORD_END, at + 1))?.index;
  return space === undefined ? wholeCharacter(text, at) : at - WORD_END + space;
}

/** Never between the two halves of a surrogate pair, nor before a mark. */
function wholeCharacter(text: string, at: number): number {
  let place = at;
  while (place > 0 && /^[\udc00-\udfff\p{M}]/u.test(text.slice(place)) && at - place < WORD_END) place--;
  return place;
}
