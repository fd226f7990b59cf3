import type { CachedPath } from './public-pages.ts';

const MAX_QUERIES = 2_000;
const MAX_QUERY_LENGTH = 500;

/** Parses each query string once: popular ones come again and again, and parsing one costs more than all other steps. */
export function memoized(
  parse: (query: URLSearchParams) => CachedPath | null,
): (pathname: string, query: string) => CachedPath | null {
  const known = new Map<string, CachedPath | null>();
  return (_, query) => {
    const found = known.get(query);
    if (found !== undefined) return found;
    const parsed = parse(new URLSearchParams(query));
    if (known.size >= MAX_QUERIES) known.clear();
    if (query.length <= MAX_QUERY_LENGTH) known.set(query, parsed);
    return parsed;
  };
}
