import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSearchKey } from '#lib/domain/search/search-key.ts';
import { newRequestExchange } from '#server/request-exchange.ts';
import { rewriteToCachedPage } from '#server/rewrite-to-cached-page.ts';
import { setSharedCacheHeaders } from '#server/set-shared-cache-headers.ts';

const SHARED = 'public, max-age=0, s-maxage=1, stale-while-revalidate=1';

/** Responds with the rewritten URL, and with the headers and the status that the query asks for. */
const server = createServer((request, response) => {
  request.headers['x-visitor-currency'] = 'CHF';
  const query = new URL(request.url ?? '', 'http://localhost').searchParams;
  const exchange = newRequestExchange(request, response);
  rewriteToCachedPage(exchange);
  setSharedCacheHeaders(exchange);
  response.setHeader('cache-control', query.get('control') ?? 's-maxage=600, stale-while-revalidate=31535400');
  if (query.has('cookie')) response.setHeader('set-cookie', 'a=b');
  if (query.has('location')) response.setHeader('location', `${request.url?.split('?')[0]}?_rsc`);
  response.writeHead(Number(query.get('status') ?? 200));
  response.end(request.url);
});
let url = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

const request = (path: string, init: RequestInit = {}) => fetch(url + path, { redirect: 'manual', ...init });
const rewritten = async (path: string) => (await request(path)).text();
/** The rewritten URL with its search key decoded. */
const rewrittenDecoded = async (path: string) => {
  const [, start = '', key = ''] = /^(\/in\/.*\/)(s[\w-]*)(?:\?.*)?$/.exec(await rewritten(path)) ?? [];
  return start + readSearchKey(key);
};

test.for([
  ['/', '/in/CHF'],
  ['/?after=17_ab', '/in/CHF/after/17_ab?after=17_ab'],
  ['/?utm=1&after=17_ab', '/in/CHF/after/17_ab?utm=1&after=17_ab'],
  ['/?after=<script>', '/in/CHF?after=<script>'],
  ['/posts/blue', '/in/CHF/posts/blue'],
  ['/posts/caf%C3%A9?x', '/in/CHF/posts/caf%C3%A9?x'],
  ['/artists/mira', '/in/CHF/artists/mira'],
  ['/artists/mira?after=17_ab', '/in/CHF/artists/mira/after/17_ab?after=17_ab'],
  ['/in/USD/posts/blue', '/in/USD/posts/blue'],
  // Pages that are not cached, and URLs without a page.
  ...['/posts/new', '/posts/blue/edit', '/posts', '/dashboard', '/api/rates', '/api/posts?sort=worst'].map((path) => [
    path,
    path,
  ]),
  ['/api/posts?sort=price-up&min=1e9', '/api/posts?sort=price-up&min=1e9'],
  ['/posts/a"b', '/posts/a%22b'].map((path) => path.replace('%22', '"')),
] as [string, string][])('%s is rewritten to %s', async ([path, cachedUrl]) => {
  expect(await rewritten(path)).toBe(
    cachedUrl
      .replace('<script>', '%3Cscript%3E')
      .replace('"', '%22')
      .replace(/^\/posts\/a%22b$/, '/in/CHF/posts/a%22b'),
  );
});

test.for<[string, string]>([
  ['/search', '/in/CHF/search/'],
  ['/search?q=Sea&x=1&sort=best', '/in/CHF/search/q=Sea'],
  ['/search?after=abc', '/in/CHF/search/after=abc'],
  ['/api/search?q=sea&currency=USD', '/in/USD/api/search/q=sea'],
  ['/api/search?currency=XXX', '/in/CHF/api/search/'],
  ['/api/search/counts?q=sea&after=abc', '/in/CHF/api/search-counts/q=sea'],
  ['/api/search/suggest?q=Se', '/in/EUR/api/search-suggest/se'],
  ['/api/posts', '/in/CHF/api/posts/'],
  ['/api/posts?sort=newest&unknown=1', '/in/CHF/api/posts/'],
  ['/api/posts?currency=JPY&artist=mira', '/in/JPY/api/posts/artist=mira'],
  ['/api/posts?max=20.50&sort=price-up&min=10', '/in/CHF/api/posts/sort=price-up&min=10&max=20.5'],
  ['/api/v1/search?q=sea&currency=USD', '/in/USD/api/v1-search/q=sea'],
])('%s is rewritten to %s', async ([path, cachedUrl]) => {
  expect(await rewrittenDecoded(path)).toBe(cachedUrl);
  // The second request uses the remembered result.
  expect(await rewrittenDecoded(path)).toBe(cachedUrl);
});

test.for([
  ['an unknown parameter', '/api/v1/search?q=sea&unknown=1'],
  ['a parameter twice', '/api/v1/search?medium=oil&medium=canvas'],
  ['an unknown parameter of the list', '/api/v1/posts?unknown=1'],
  ['what is too long for a path', `/api/posts?artist=${'a'.repeat(4_000)}`],
])('%s is left to the route itself', async ([, path = '']) => {
  expect(await rewritten(path)).toBe(path);
});

test.for<[string, RequestInit, string | null]>([
  ['/', {}, SHARED],
  ['/', { method: 'HEAD' }, SHARED],
  ['/in/EUR', {}, SHARED],
  ['/', { headers: { rsc: '1' } }, 'public, max-age=0, s-maxage=1'],
  ['/api/posts', { headers: { 'sec-fetch-dest': 'empty' } }, 'public, max-age=0, s-maxage=1'],
  ['/', { headers: { 'sec-fetch-dest': 'document' } }, SHARED],
  ['/?status=404', {}, 'private, no-cache'],
  ['/?status=307', {}, 'private, no-cache'],
  ['/?cookie', {}, 'private, no-cache'],
  ['/?status=503&control=no-store', {}, 'no-store'],
  ['/?control=private', { method: 'POST' }, 'private'],
  ['/sign-in?control=private', {}, 'private'],
])('%s %o tells shared caches %s', async ([path, init, control]) => {
  expect((await request(path, init)).headers.get('cache-control')).toBe(control);
});

test('Next’s client learns which page was rendered, and redirects keep the visitor’s URL', async () => {
  const response = await request('/posts/blue?location&status=307', { headers: { rsc: '1' } });
  expect(response.headers.get('x-nextjs-rewritten-path')).toBe('/in/CHF/posts/blue');
  expect(response.headers.get('location')).toBe('/posts/blue?_rsc');
  expect((await request('/posts/blue')).headers.has('x-nextjs-rewritten-path')).toBe(false);
});

test('nginx may cache a page until the end of the second on its own clock', async () => {
  const at = async (time: string, path = '/') => (await request(path, { headers: { 'x-cache-time': time } })).headers;
  expect((await at('1790000000.999')).get('x-accel-expires')).toBe('@1790000000');
  expect((await at('1790000000.999', '/?status=404')).has('x-accel-expires')).toBe(false);
  expect((await at('soon')).has('x-accel-expires')).toBe(false);
  expect((await request('/')).headers.has('x-accel-expires')).toBe(false);
});
