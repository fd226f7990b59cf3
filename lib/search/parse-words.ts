import { db, Prisma } from '#lib/db.ts';
import { pairsOf } from '#lib/domain/search/scripts.ts';
import type { SearchQuery } from '#lib/domain/search/search.ts';
import { correctWord } from './correct-word.ts';
import type { SearchTerm } from './search-term.ts';

export type ParsedWords = {
  terms: SearchTerm[];
  /** The words of the medium in their indexed form. */
  materials: string[];
  /** The tag in its indexed form. */
  tag: string | null;
  /** The search words after correcting unknown ones; null if all are known. */
  corrected: string | null;
};

type Word = { word: string; stem: string | null; isStopWord: boolean; isKnown: boolean };

/** Words of at least this length match as prefixes. The last word always does: it may still be being typed. */
const MIN_PREFIX_LENGTH = 3;
const MAX_WORDS = 12;
/** Of text without spaces, pairs of neighbours; and symbols. */
const MAX_PAIRS = 24;

type Row = { words: Word[] | null; pieces: string[]; materials: string[]; tag: string | null };

/**
 * Splits the search text into words with PostgreSQL's parser, and what is written without spaces into pairs; corrects
 * words that no post contains.
 */
export async function parseWords({ q, medium, tag }: Pick<SearchQuery, 'q' | 'medium' | 'tag'>): Promise<ParsedWords> {
  const [row] = await db().$queryRaw<[Row]>`
    SELECT
      (SELECT json_agg(
         json_build_object('word', typed.word, 'stem', stem[1], 'isStopWord', stem = '{}', 'isKnown', ${isKnown})
         ORDER BY position)
       FROM ${typedWords(q)} AS typed, ts_lexize('english_stem', typed.word) AS stem) AS words,
      search_pieces(${q}) AS pieces,
      tsvector_to_array(to_tsvector('shop_text', search_form(${medium ?? ''}))) AS materials,
      fold(${tag}::text) AS tag`;
  const { words: all, pieces, materials, tag: foldedTag } = row;
  const words = withoutStopWords(all ?? []);
  const parsed = await Promise.all(words.map((word, index) => toTerm(word, index === words.length - 1)));
  const corrected = parsed.some(({ isCorrected }) => isCorrected)
    ? [...parsed.map(({ term }) => term.words.join(' or ')), ...pieces].join(' ')
    : null;
  const terms = [...parsed.map(({ term }) => term), ...pairTerms(pieces)];
  return { terms, materials, tag: foldedTag, corrected };
}

/** A single character is found as the first of a pair or, at the end of a row, alone. */
const pairTerms = (pieces: readonly string[]): SearchTerm[] =>
  [...new Set(pieces.flatMap(pairsOf))].slice(0, MAX_PAIRS).map((pair) => ({
    words: [pair],
    stems: [],
    isPrefix: [...pair].length === 1,
    isPiece: true,
  }));

/** The parser's token types for words and numbers; of a compound, those of its parts. */
const WORD_KINDS = Prisma.sql`(1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 20, 21, 22)`;

function typedWords(q: string) {
  return Prisma.sql`(
    SELECT fold(token) AS word, position
    FROM ts_parse('default', search_form(${q})) WITH ORDINALITY AS parsed (kind, token, position)
    -- What is written without spaces is in the pieces. An accent alone has no letters that could be found.
    WHERE kind IN ${WORD_KINDS} AND search_pieces(token) = '{}' AND fold(token) <> ''
    ORDER BY position LIMIT ${MAX_WORDS})`;
}

/**
 * Whether a post contains a word with this prefix or stem. What is not a plain word counts as known, so it is not
 * corrected.
 */
const isKnown = Prisma.sql`(
  typed.word !~ '^[[:alpha:]]{4,30}$'
  OR EXISTS (SELECT 1 FROM search_words AS known
    WHERE known.word ~>=~ typed.word AND known.word ~<~ (typed.word || chr(1114111)))
  OR EXISTS (SELECT 1 FROM search_words AS known
    WHERE known.word ~>=~ stem[1] AND known.word ~<~ (stem[1] || chr(1114111))))`;

/** Removes stop words (“The horse”), unless there is nothing else (“It”). */
function withoutStopWords(words: Word[]): Word[] {
  const others = words.filter(({ isStopWord }) => !isStopWord);
  return others.length > 0 ? others : words;
}

async function toTerm(
  { word, stem, isKnown: known }: Word,
  isLast: boolean,
): Promise<{ term: SearchTerm; isCorrected: boolean }> {
  const corrections = known ? [] : await correctWord(word);
  if (corrections.length > 0) {
    const term = {
      words: corrections.map((correction) => correction.word),
      stems: corrections.flatMap((correction) => correction.stem ?? []),
      isPrefix: false,
      isPiece: false,
    };
    return { term, isCorrected: true };
  }
  const isPrefix = isLast || word.length >= MIN_PREFIX_LENGTH;
  return { term: { words: [word], stems: stem === null ? [] : [stem], isPrefix, isPiece: false }, isCorrected: false };
}
