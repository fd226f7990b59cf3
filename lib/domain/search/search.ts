import type { Color } from '../pictures/colors.ts';
import type { QuotedCardDto } from '../posts/post-dto.ts';

/** `best` needs words; `week` is what most visitors looked at during the last seven days. */
export const SORTS = ['best', 'newest', 'price-up', 'price-down', 'views', 'week'] as const;
export type Sort = (typeof SORTS)[number];

/** By the longest side: up to 30 cm, up to 100 cm, above. */
export const SIZES = ['small', 'medium', 'large'] as const;
export type Size = (typeof SIZES)[number];

export const ORIENTATIONS = ['portrait', 'landscape', 'square'] as const;
export type Orientation = (typeof ORIENTATIONS)[number];

/** What somebody looks for, as the address of /search says it. */
export type SearchQuery = {
  /** The words as typed; '' for none. */
  q: string;
  available: boolean;
  /** Whole units of the visitor's currency, as plain decimals. */
  min: string | null;
  max: string | null;
  /** Materials, all of which the work's medium names: “oil”, “oil canvas”. */
  medium: string | null;
  /** Years in which the work was made, both included. */
  from: number | null;
  to: number | null;
  size: Size | null;
  orientation: Orientation | null;
  colour: Color | null;
  tag: string | null;
  /** A username. */
  artist: string | null;
  sort: Sort;
};

/** A text in pieces, of which some match what was looked for. */
export type MarkedText = readonly { text: string; isMatch: boolean }[];

export type FoundCard = QuotedCardDto & {
  /** The card's own texts with the matches marked. */
  marked: {
    title: MarkedText;
    artist: MarkedText;
    /** Where the words stand in the other texts; null when title or artist show them all, and without words. */
    excerpt: MarkedText | null;
  };
};

/** One page of what was found; `next` is the cursor for the following page, null at the end. */
export type FoundPage = {
  posts: FoundCard[];
  next: string | null;
  /** What was looked for instead, when no work has a word as it was typed; null when all words are known. */
  corrected: string | null;
};

/** How many works there are; above 10,000 an estimate, rounded to two digits. */
export type WorkCount = { count: number; isEstimate: boolean };

/** A value that a filter can take, with the works that remain then. */
export type FacetValue<T extends string = string> = { value: T; works: WorkCount };

/** Of all works found, how many have which property; values without a work are left out, the most frequent come first. */
export type SearchCounts = {
  total: WorkCount;
  available: WorkCount;
  medium: FacetValue[];
  size: FacetValue<Size>[];
  orientation: FacetValue<Orientation>[];
  colour: FacetValue<Color>[];
  tag: FacetValue[];
  artist: (FacetValue & { displayName: string })[];
};

/** What may be meant by the words typed so far. */
export type Suggestions = {
  /** Words that complete the last one typed. */
  words: string[];
  tags: string[];
  artists: { username: string; displayName: string }[];
};

/** A search near one that found nothing, which finds something: without a filter, for one word of several, or for what may be meant. */
export type ZeroResultSuggestion = {
  kind: 'filter' | 'word' | 'guess';
  label: string;
  query: SearchQuery;
  works: WorkCount | null;
};

export const EVERYTHING: SearchQuery = {
  q: '',
  available: false,
  min: null,
  max: null,
  medium: null,
  from: null,
  to: null,
  size: null,
  orientation: null,
  colour: null,
  tag: null,
  artist: null,
  sort: 'newest',
};

/** The order that nobody chose: the best match where there are words, else the newest first. */
export const defaultSort = ({ q }: Pick<SearchQuery, 'q'>): Sort => (q === '' ? 'newest' : 'best');

/**
 * The query string that says this, in one fixed order and without defaults, so that the same question always has the
 * same address; '' for everything.
 */
export function searchParams(query: SearchQuery): string {
  const { available, sort, ...rest } = query;
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...rest, available: available ? '1' : null })) {
    if (value !== null && value !== '') params.set(name, String(value));
  }
  if (sort !== defaultSort(query)) params.set('sort', sort);
  params.sort();
  return params.toString();
}

/** The address of a search. */
export function searchAddress(query: SearchQuery): string {
  const params = searchParams(query);
  return params === '' ? '/search' : `/search?${params}`;
}
