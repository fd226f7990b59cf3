import { type CachedPath, PUBLIC_PAGES, type PublicPage } from './public-pages.ts';

/** Everything but these characters in a segment is no page of ours. */
const SEGMENT = '[\\w%.~-]+';

const literal = new Map<string, PublicPage>();
const patterns: { pattern: RegExp; page: PublicPage }[] = [];
for (const page of PUBLIC_PAGES as readonly PublicPage[]) {
  if (page.path.includes('[')) patterns.push({ pattern: patternOf(page), page });
  else literal.set(page.path, page);
}

function patternOf({ path, only, except = [] }: PublicPage): RegExp {
  const exceptions = except.length > 0 ? `(?!(?:${except.join('|')})$)` : '';
  return new RegExp(`^${path.replace(/\[\w+\]/, only ? `(?:${only.join('|')})` : exceptions + SEGMENT)}$`);
}

/** The cached page that answers this path and query, or null for everything that is not public. */
export function findCachedPath(pathname: string, query: string): CachedPath | null {
  const page = literal.get(pathname) ?? patterns.find(({ pattern }) => pattern.test(pathname))?.page;
  return page?.cachedPath(pathname, query) ?? null;
}
