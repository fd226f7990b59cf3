import type { Color } from '../pictures/colors.ts';
import type { QuotedCardDto } from '../posts/post-dto.ts';

/** `best` needs search words; `week` means most visitors during the last seven days. */
export const SORTS = ['best', 'newest', 'price-up', 'price-down', 'views', 'week'] as const;
export type Sort = (typeof SORTS)[number];

/** By the longest side: up to 30 cm, up to 100 cm, larger. */
export const SIZES = ['small', 'medium', 'large'] as const;
export type Size = (typeof SIZES)[number];

export const ORIENTATIONS = ['portrait', 'landscape', 'square'] as const;
export type Orientation = (typeof ORIENTATIONS)[number];

/** A search, as the query string of /search describes it. */
export type SearchQuery = {
  /** The search words as typed; '' for none. */
  q: string;
  available: boolean;
  /** Whole units of the visitor's currency, as plain decimals. */
  min: string | null;
  max: string | null;
  /** Materials, all of which must be in the work's medium: “oil”, “oil canvas”. */
  medium: string | null;
  /** Years in which the work was made, inclusive. */
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

/** A text in pieces, some of which match the search words. */
export type MarkedText = readonly { text: string; isMatch: boolean }[];

export type SearchResultCard = QuotedCardDto & {
  /** The card's own texts with the matches marked. */
  marked: {
    title: MarkedText;
    artist: MarkedText;
    /** A matching excerpt of the other texts; null without search words or if title and artist contain them all. */
    excerpt: MarkedText | null;
  };
};

/** One page of results; `next` is the cursor of the next page, null at the end. */
export type SearchResultPage = {
  posts: SearchResultCard[];
  next: string | null;
  /** The words that were searched for instead of misspelt ones; null if all words are known. */
  corrected: string | null;
};

/** A number of works; above 10,000 an estimate, rounded to two digits. */
export type PostCount = { count: number; isEstimate: boolean };

/** A value of a filter, with the number of works that match it. */
export type FacetValue<T extends string = string> = { value: T; works: PostCount };

/** The number of results per filter value, most frequent first; values without results are omitted. */
export type SearchCounts = {
  total: PostCount;
  available: PostCount;
  medium: FacetValue[];
  size: FacetValue<Size>[];
  orientation: FacetValue<Orientation>[];
  colour: FacetValue<Color>[];
  tag: FacetValue[];
  artist: (FacetValue & { displayName: string })[];
};

/** Suggestions for the text typed into the search field. */
export type Suggestions = {
  /** Completions of the last word. */
  words: string[];
  tags: string[];
  artists: { username: string; displayName: string }[];
};

/**
 * A search to try after one without results: without a filter, for one of several words, or for the words that were
 * probably meant. It has results.
 */
export type ZeroResultSuggestion = {
  kind: 'filter' | 'word' | 'guess';
  label: string;
  query: SearchQuery;
  works: PostCount | null;
};

/** All that the page of a search shows. */
export type SearchResults = {
  /** The query as it was understood. */
  query: SearchQuery;
  page: SearchResultPage;
  counts: SearchCounts;
  /** A sentence about the prices, if they need one. */
  note: string | null;
  /** Searches to try instead; only without results. */
  suggestions: ZeroResultSuggestion[];
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

/** The order if none was chosen: best match if there are search words, else newest first. */
export const defaultSort = ({ q }: Pick<SearchQuery, 'q'>): Sort => (q === '' ? 'newest' : 'best');

/**
 * The canonical query string: sorted and without defaults, so that the same search always has the same URL; '' for
 * everything.
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

export function searchUrl(query: SearchQuery): string {
  const params = searchParams(query);
  return params === '' ? '/search' : `/search?${params}`;
}
