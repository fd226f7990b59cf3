import { isCurrency } from '#lib/domain/money/currencies.ts';
import { searchParams } from '#lib/domain/search/search.ts';
import { MAX_SEARCH_KEY, searchKey } from '#lib/domain/search/search-key.ts';
import { LEGAL_PAGE_NAMES } from '#lib/domain/settings/legal-pages.ts';
import type { Operation } from '#lib/schemas/api/operation.ts';
import { listPosts } from '#lib/schemas/api/posts.ts';
import { searchPosts } from '#lib/schemas/api/search.ts';
import { postListParams, postListSchema } from '#lib/schemas/post-list.ts';
import { parseSearch } from '#lib/schemas/search.ts';
import { memoized } from './memoized.ts';

/** Which cached page answers: its path below `/in/<currency>`, and the currency where the query itself names one. */
export type CachedPath = { path: string; currency: string | null };

/** A page, or a list as JSON, that is cached whole and shown to everyone alike. */
export type PublicPage = {
  name: string;
  /** The path that visitors see; `[…]` stands for one segment. */
  path: string;
  /** The only values of that segment. */
  only?: readonly string[];
  /** Values of that segment that are pages of their own. */
  except?: readonly string[];
  /** Whether programs also write to this path or send tokens, so that nginx passes everything on and keeps nothing. */
  isOfApi?: boolean;
  /** The routes below `app/in/[currency]` that make it. */
  routes: readonly string[];
  /** @param query without its question mark. @returns null where the route of `path` has to explain what is wrong. */
  cachedPath(pathname: string, query: string): CachedPath | null;
};

/** Every cursor is shorter than this. */
const MAX_CURSOR = 100;
const LETTER = /(?:^|&)letter=([a-z])(?:&|$)/;
const AFTER = /(?:^|&)after=([0-9a-f_-]{1,60})(?:&|$)/;

const VERSION = /(?:^|&)version=(\d{1,9})(?:&|$)/;

const afterPath = (query: string) => {
  const after = query === '' ? undefined : AFTER.exec(query)?.[1];
  return after ? `/after/${after}` : '';
};

/** Where a list from A to Z begins. */
const letterPath = (query: string) => {
  const letter = query === '' ? undefined : LETTER.exec(query)?.[1];
  return letter ? `/letter/${letter}` : null;
};

function searchPath(query: URLSearchParams, after: string | null): string {
  const params = new URLSearchParams(searchParams(parseSearch(query)));
  if (after && after.length <= MAX_CURSOR) params.set('after', after);
  return searchKey(params.toString());
}

function currencyIn(query: URLSearchParams): string | null {
  const currency = query.get('currency');
  return currency !== null && isCurrency(currency) ? currency : null;
}

/** Whether a query is as an operation of the API wants it, which explains what is wrong with others. */
function isValid({ query: schema }: Operation, query: URLSearchParams): boolean {
  const parameters = Object.fromEntries(query);
  const isRepeated = Object.keys(parameters).length < query.size;
  return !isRepeated && schema?.safeParse(parameters).success === true;
}

/** @param operation of the API, which refuses parameters that it does not know; without one, they are ignored */
function postListPath(path: string, operation?: Operation) {
  return memoized((query): CachedPath | null => {
    if (operation && !isValid(operation, query)) return null;
    const { success, data } = postListSchema.safeParse(Object.fromEntries(query));
    if (!success) return null;
    const key = searchKey(postListParams(data, query.get('after')));
    return key.length > MAX_SEARCH_KEY ? null : { path: `${path}/${key}`, currency: data.currency ?? null };
  });
}

/**
 * All public pages, said once. The rewrite of a request follows from this table; tests compare with it the routes, the
 * location in deploy/nginx.conf that keeps these pages, and the budgets of tests/e2e/page-budgets.ts.
 */
export const PUBLIC_PAGES = [
  {
    name: 'home',
    path: '/',
    routes: ['page.tsx', 'after/[after]/page.tsx'],
    cachedPath: (_, query) => ({ path: afterPath(query), currency: null }),
  },
  {
    name: 'work',
    path: '/posts/[slug]',
    except: ['new'],
    routes: ['posts/[slug]/page.tsx'],
    cachedPath: (pathname) => ({ path: pathname, currency: null }),
  },
  {
    name: 'artists',
    path: '/artists',
    routes: ['artists/page.tsx', 'artists/after/[after]/page.tsx', 'artists/letter/[letter]/page.tsx'],
    cachedPath: (pathname, query) => ({ path: pathname + (letterPath(query) ?? afterPath(query)), currency: null }),
  },
  {
    name: 'artist',
    path: '/artists/[username]',
    routes: ['artists/[username]/page.tsx', 'artists/[username]/after/[after]/page.tsx'],
    cachedPath: (pathname, query) => ({ path: pathname + afterPath(query), currency: null }),
  },
  {
    name: 'collection',
    path: '/collections/[slug]',
    routes: ['collections/[slug]/page.tsx'],
    cachedPath: (pathname) => ({ path: pathname, currency: null }),
  },
  {
    name: 'search',
    path: '/search',
    routes: ['search/[query]/page.tsx'],
    cachedPath: memoized((query) => ({ path: `/search/${searchPath(query, query.get('after'))}`, currency: null })),
  },
  {
    name: 'legal',
    path: '/[page]',
    only: LEGAL_PAGE_NAMES,
    routes: ['legal/[page]/page.tsx', 'legal/[page]/[version]/page.tsx'],
    cachedPath: (pathname, query) => {
      const version = query === '' ? undefined : VERSION.exec(query)?.[1];
      return { path: `/legal${pathname}${version ? `/${version}` : ''}`, currency: null };
    },
  },
  {
    name: 'search as JSON',
    path: '/api/search',
    routes: ['api/search/[query]/route.ts'],
    cachedPath: memoized((query) => {
      const after = query.get('after');
      if (after !== null && after.length > MAX_CURSOR) return null;
      return { path: `/api/search/${searchPath(query, after)}`, currency: currencyIn(query) };
    }),
  },
  {
    name: 'search counts',
    path: '/api/search/counts',
    routes: ['api/search-counts/[query]/route.ts'],
    cachedPath: memoized((query) => ({
      path: `/api/search-counts/${searchPath(query, null)}`,
      currency: currencyIn(query),
    })),
  },
  {
    name: 'search suggestions',
    path: '/api/search/suggest',
    routes: ['api/search-suggest/[query]/route.ts'],
    // Words are the same in every currency.
    cachedPath: memoized((query) => ({
      path: `/api/search-suggest/${searchKey(parseSearch(query).q.toLowerCase())}`,
      currency: 'EUR',
    })),
  },
  {
    name: 'posts as JSON',
    path: '/api/posts',
    routes: ['api/posts/[query]/route.ts'],
    cachedPath: postListPath('/api/posts'),
  },
  {
    name: 'posts of the API',
    path: '/api/v1/posts',
    isOfApi: true,
    routes: ['api/v1-posts/[query]/route.ts'],
    cachedPath: postListPath('/api/v1-posts', listPosts),
  },
  {
    name: 'search of the API',
    path: '/api/v1/search',
    isOfApi: true,
    routes: ['api/v1-search/[query]/route.ts'],
    cachedPath: memoized((query) => {
      const key = isValid(searchPosts, query) ? searchPath(query, query.get('after')) : null;
      if (key === null || key.length > MAX_SEARCH_KEY) return null;
      return { path: `/api/v1-search/${key}`, currency: currencyIn(query) };
    }),
  },
] as const satisfies readonly PublicPage[];
