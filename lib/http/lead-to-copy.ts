import type { IncomingMessage, ServerResponse } from 'node:http';
import { isCurrency } from '#lib/domain/currencies.ts';
import { searchParams } from '#lib/domain/search.ts';
import { searchKey } from '#lib/domain/search-key.ts';
import { postListParams, postListSchema } from '#lib/schemas/post-list.ts';
import { parseSearch } from '#lib/schemas/search.ts';
import { VISITOR_CURRENCY } from './choose-currency.ts';

/** Below it are the kept copies, which are open to everybody under their own addresses too. */
const COPIES = '/in/';
/** Tells Next's client that another page answers than the address says, as a rewrite of Next's own would. */
const REWRITTEN = 'x-nextjs-rewritten-path';

/** Of as many different queries it is remembered what they ask. */
const MAX_REMEMBERED = 2_000;
const MAX_QUERY = 500;
const remembered = new Map<string, Asked | null>();

/** `path` below the currency; `currency` where the query names one itself. */
type Asked = { path: string; currency: string | null };

const AFTER = /(?:^|&)after=([0-9a-f_-]{1,60})(?:&|$)/;
const ONE_WORK = /^\/posts\/[\w%.~-]+$/;
const ONE_ARTIST = /^\/artists\/[\w%.~-]+$/;
const MAX_CURSOR = 100;

/**
 * Leads this request to the kept copy that answers it, if there is one: the address that Next sees is that of the copy, and
 * the visitor's stays as it is. A query may say the same in many ways, and many addresses are none of ours: all that is
 * decided here, once for each query. Rewrites in next.config.js do the same at each request, and cost a tenth of it.
 * @returns does a copy answer?
 */
export function leadToCopy(request: IncomingMessage, response: ServerResponse): boolean {
  const { headers, url = '' } = request;
  if (url.startsWith(COPIES)) return true;
  const mark = url.indexOf('?');
  const [pathname, search] = mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark)];
  const asked = askedBy(pathname, search.slice(1));
  if (!asked) return false;
  const path = `${COPIES}${asked.currency ?? headers[VISITOR_CURRENCY]}${asked.path}`;
  request.url = path + search;
  if (headers.rsc !== undefined) tellClient(response, { path, visible: pathname });
  return true;
}

/** Next answers some requests of its client with another address of the same page: that must be the visitor's. */
function tellClient(response: ServerResponse, { path, visible }: { path: string; visible: string }): void {
  response.setHeader(REWRITTEN, path);
  const { writeHead } = response;
  response.writeHead = (...given: unknown[]) => {
    const location = response.getHeader('location');
    if (typeof location === 'string' && location.startsWith(path))
      response.setHeader('location', visible + location.slice(path.length));
    return Reflect.apply(writeHead, response, given);
  };
}

function askedBy(pathname: string, query: string): Asked | null {
  if (pathname === '/') return { path: afterPath(query), currency: null };
  if (ONE_WORK.test(pathname)) return pathname === '/posts/new' ? null : { path: pathname, currency: null };
  if (ONE_ARTIST.test(pathname)) return { path: pathname + afterPath(query), currency: null };
  const read = READERS[pathname];
  if (!read) return null;
  const key = `${pathname}?${query}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const asked = read(new URLSearchParams(query));
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  if (key.length <= MAX_QUERY) remembered.set(key, asked);
  return asked;
}

const afterPath = (query: string) => {
  const after = query === '' ? undefined : AFTER.exec(query)?.[1];
  return after ? `/after/${after}` : '';
};

const READERS: Readonly<Record<string, (query: URLSearchParams) => Asked | null>> = {
  '/search': (query) => ({ path: `/search/${searchCopy(query, query.get('after'))}`, currency: null }),
  '/api/search': (query) => {
    // The route itself says what is wrong with it.
    const after = query.get('after');
    if (after !== null && after.length > MAX_CURSOR) return null;
    return { path: `/api/search/${searchCopy(query, after)}`, currency: namedIn(query) };
  },
  '/api/search/counts': (query) => ({
    path: `/api/search-counts/${searchCopy(query, null)}`,
    currency: namedIn(query),
  }),
  // Words are the same in every currency.
  '/api/search/suggest': (query) => ({
    path: `/api/search-suggest/${searchKey(parseSearch(query).q.toLowerCase())}`,
    currency: 'EUR',
  }),
  '/api/posts': (query) => {
    const { success, data } = postListSchema.safeParse(Object.fromEntries(query));
    if (!success) return null;
    return {
      path: `/api/posts/${searchKey(postListParams(data, query.get('after')))}`,
      currency: data.currency ?? null,
    };
  },
};

function searchCopy(query: URLSearchParams, after: string | null): string {
  const params = new URLSearchParams(searchParams(parseSearch(query)));
  if (after && after.length <= MAX_CURSOR) params.set('after', after);
  return searchKey(params.toString());
}

function namedIn(query: URLSearchParams): string | null {
  const named = query.get('currency');
  return named !== null && isCurrency(named) ? named : null;
}
