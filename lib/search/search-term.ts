/** A search word or its corrections. */
export type SearchTerm = {
  /** Alternatives, as in post_search.doc: lower case, without accents. */
  words: string[];
  /** Their English stems. */
  stems: string[];
  /** Whether it also matches as the beginning of a word. */
  isPrefix: boolean;
  /** Whether it is a pair of neighbours in text without spaces, or a symbol; not a word. */
  isPiece: boolean;
};

/**
 * How well a post matches: all terms are whole words of title or artist, all are words or beginnings of words there, or
 * all occur anywhere.
 */
export const TIERS = ['head, in full', 'head', 'anywhere'] as const;
export type Tier = 0 | 1 | 2;

/** Marks the lexemes of title and artist. */
const HEAD_PREFIX = '=';

/** The text of a tsquery that requires all terms. */
export function termsQuery(terms: readonly SearchTerm[], tier: Tier): string {
  return terms.map((term) => termQuery(term, tier)).join(' & ');
}

function termQuery({ words, stems, isPrefix }: SearchTerm, tier: Tier): string {
  const prefix = tier === 2 ? '' : HEAD_PREFIX;
  const suffix = isPrefix && tier > 0 ? ':*' : '';
  const forms = [...words.map((word) => lexeme(prefix + word) + suffix), ...stems.map((stem) => lexeme(prefix + stem))];
  return `(${[...new Set(forms)].join(' | ')})`;
}

/** Quotes a lexeme for a tsquery. */
export function lexeme(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
