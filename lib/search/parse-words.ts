import { db, Prisma } from '#lib/db.ts';
import type { SearchQuery } from '#lib/domain/search/search.ts';
import { correctWord } from './correct-word.ts';
import type { SearchTerm } from './search-term.ts';

export type ParsedWords = {
  terms: SearchTerm[];
  /** Words of the medium as the index has them. */
  materials: string[];
  /** The tag as the index has it. */
  tag: string | null;
  /** The words with those replaced that no work has; null when all are known. */
  corrected: string | null;
};

type Word = { word: string; stem: string | null; isStopWord: boolean; isKnown: boolean };

/** From this length on the beginning of a word is enough; of the last word, which may still be typed, any. */
const PREFIX_LENGTH = 3;
const MAX_WORDS = 12;

/** Splits what was typed into words as PostgreSQL's parser does, and replaces those that no work has by what may be meant. */
export async function parseWords({ q, medium, tag }: Pick<SearchQuery, 'q' | 'medium' | 'tag'>): Promise<ParsedWords> {
  const [row] = await db().$queryRaw<[{ words: Word[] | null; materials: string[]; tag: string | null }]>`
    SELECT
      (SELECT json_agg(json_build_object('word', typed.word, 'stem', stem[1], 'isStopWord', stem = '{}', 'isKnown', ${isKnown}) ORDER BY place)
       FROM ${typedWords(q)} AS typed, ts_lexize('english_stem', typed.word) AS stem) AS words,
      tsvector_to_array(to_tsvector('shop_text', search_text(${medium ?? ''}))) AS materials,
      fold(${tag}::text) AS tag`;
  const { words: all, materials, tag: foldedTag } = row;
  const words = meaningful(all ?? []);
  const read = await Promise.all(words.map((word, index) => readWord(word, index === words.length - 1)));
  const corrected = read.some(({ isCorrected }) => isCorrected)
    ? read.map(({ term }) => term.words.join(' or ')).join(' ')
    : null;
  return { terms: read.map(({ term }) => term), materials, tag: foldedTag, corrected };
}

/** Kinds of the parser's tokens that are words or numbers; of a compound its parts. */
const WORD_KINDS = Prisma.sql`(1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 20, 21, 22)`;

function typedWords(q: string) {
  return Prisma.sql`(
    SELECT fold(token) AS word, place FROM ts_parse('default', search_text(${q})) WITH ORDINALITY AS parsed (kind, token, place)
    WHERE kind IN ${WORD_KINDS} ORDER BY place LIMIT ${MAX_WORDS})`;
}

/** Does some work have a word that begins so, or one with this stem? What is no word at all is never corrected. */
const isKnown = Prisma.sql`(
  typed.word !~ '^[[:alpha:]]{4,30}$'
  OR EXISTS (SELECT 1 FROM search_words AS known WHERE known.word ~>=~ typed.word AND known.word ~<~ (typed.word || chr(1114111)))
  OR EXISTS (SELECT 1 FROM search_words AS known WHERE known.word ~>=~ stem[1] AND known.word ~<~ (stem[1] || chr(1114111))))`;

/** “The horse” is about the horse; “It” is about nothing else. */
function meaningful(words: Word[]): Word[] {
  const some = words.filter(({ isStopWord }) => !isStopWord);
  return some.length > 0 ? some : words;
}

async function readWord(
  { word, stem, isKnown: known }: Word,
  isLast: boolean,
): Promise<{ term: SearchTerm; isCorrected: boolean }> {
  const meant = known ? [] : await correctWord(word);
  if (meant.length > 0) {
    const term = {
      words: meant.map((one) => one.word),
      stems: meant.flatMap((one) => one.stem ?? []),
      isPrefix: false,
    };
    return { term, isCorrected: true };
  }
  const isPrefix = isLast || word.length >= PREFIX_LENGTH;
  return { term: { words: [word], stems: stem === null ? [] : [stem], isPrefix }, isCorrected: false };
}
