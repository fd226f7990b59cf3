import type { SearchResults } from '#lib/domain/search/search.ts';

/** Searches that Back and Forward show at once; the oldest is forgotten. */
const MAX_SEARCHES = 20;
const loaded = new Map<string, SearchResults>();

const keyOf = (url: string, currency: string) => `${currency} ${url}`;

export function saveResults(url: string, currency: string, results: SearchResults): void {
  const key = keyOf(url, currency);
  loaded.delete(key);
  loaded.set(key, results);
  const [oldest] = loaded.keys();
  if (loaded.size > MAX_SEARCHES && oldest !== undefined) loaded.delete(oldest);
}

export const loadedResults = (url: string, currency: string): SearchResults | null =>
  loaded.get(keyOf(url, currency)) ?? null;

/** @param url of a search page. @throws when the shop does not answer, or not with results. */
export async function fetchResults(url: string, currency: string, signal: AbortSignal): Promise<SearchResults> {
  const params = new URL(url, location.origin).searchParams;
  params.set('currency', currency);
  const get = async (path: string) => {
    const response = await fetch(`${path}?${params}`, { signal });
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    return response.json();
  };
  const [{ posts, next, corrected, ...rest }, counts] = await Promise.all([
    get('/api/search'),
    get('/api/search/counts'),
  ]);
  return { ...rest, page: { posts, next, corrected }, counts };
}
