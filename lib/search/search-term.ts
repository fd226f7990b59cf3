/** One of the words that somebody typed, or what it was taken for. */
export type SearchTerm = {
  /** Forms as they stand in post_search.doc, any of which counts: without accents, in lower case. */
  words: string[];
  /** Their English stems. */
  stems: string[];
  /** Does the beginning of a word count too? */
  isPrefix: boolean;
};

/** How well a work matches: all words begin or are words of title or artist, are there in full, or stand anywhere. */
export const TIERS = ['head, in full', 'head', 'anywhere'] as const;
export type Tier = 0 | 1 | 2;

const IN_HEAD = '=';

/** The terms, all of which a work must have, as the text of a tsquery. */
export function termsQuery(terms: readonly SearchTerm[], tier: Tier): string {
  return terms.map((term) => termQuery(term, tier)).join(' & ');
}

function termQuery({ words, stems, isPrefix }: SearchTerm, tier: Tier): string {
  const mark = tier === 2 ? '' : IN_HEAD;
  const ending = isPrefix && tier > 0 ? ':*' : '';
  const forms = [...words.map((word) => lexeme(mark + word) + ending), ...stems.map((stem) => lexeme(mark + stem))];
  return `(${[...new Set(forms)].join(' | ')})`;
}

/** A lexeme as the input of a tsquery has it. */
export function lexeme(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
