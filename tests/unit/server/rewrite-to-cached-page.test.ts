import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSearchKey } from '#lib/domain/search/search-key.ts';
import { newExchange } from '#server/exchange.ts';
import { rewriteToCachedPage } from '#server/rewrite-to-cached-page.ts';
import { setSharedCacheHeaders } from '#server/shared-cache-headers.ts';

const SHARED = 'public, max-age=0, s-maxage=1, stale-while-revalidate=1';

/** Answers with the address to which it was led, with the headers and the status that the query wants. */
const server = createServer((request, response) => {
  request.headers['x-visitor-currency'] = 'CHF';
  const wanted = new URL(request.url ?? '', 'http://localhost').searchParams;
  const exchange = newExchange(request, response);
  rewriteToCachedPage(exchange);
  setSharedCacheHeaders(exchange);
  response.setHeader('cache-control', wanted.get('control') ?? 's-maxage=600, stale-while-revalidate=31535400');
  if (wanted.has('cookie')) response.setHeader('set-cookie', 'a=b');
  if (wanted.has('location')) response.setHeader('location', `${request.url?.split('?')[0]}?_rsc`);
  response.writeHead(Number(wanted.get('status') ?? 200));
  response.end(request.url);
});
let url = '';
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

const ask = (path: string, init: RequestInit = {}) => fetch(url + path, { redirect: 'manual', ...init });
const led = async (path: string) => (await ask(path)).text();
/** With the key of a query in clear text. */
const ledTo = async (path: string) => {
  const [, start = '', key = ''] = /^(\/in\/.*\/)(s[\w-]*)(?:\?.*)?$/.exec(await led(path)) ?? [];
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
  // Pages of their own, and addresses that are none.
  ...['/posts/new', '/posts/blue/edit', '/posts', '/dashboard', '/api/rates', '/api/posts?sort=worst'].map((path) => [
    path,
    path,
  ]),
  ['/api/posts?sort=price-up&min=1e9', '/api/posts?sort=price-up&min=1e9'],
  ['/posts/a"b', '/posts/a%22b'].map((path) => path.replace('%22', '"')),
] as [string, string][])('%s is answered by %s', async ([path, copy]) => {
  expect(await led(path)).toBe(
    copy
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
])('%s is answered by %s', async ([path, copy]) => {
  expect(await ledTo(path)).toBe(copy);
  // The second time it is remembered.
  expect(await ledTo(path)).toBe(copy);
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
])('%s %o says %s to shared caches', async ([path, init, control]) => {
  expect((await ask(path, init)).headers.get('cache-control')).toBe(control);
});

test('Next’s client is told which page answers, and led to no address but its own', async () => {
  const answer = await ask('/posts/blue?location&status=307', { headers: { rsc: '1' } });
  expect(answer.headers.get('x-nextjs-rewritten-path')).toBe('/in/CHF/posts/blue');
  expect(answer.headers.get('location')).toBe('/posts/blue?_rsc');
  expect((await ask('/posts/blue')).headers.has('x-nextjs-rewritten-path')).toBe(false);
});

test('nginx is told until the end of which of its own seconds it may keep a copy', async () => {
  const at = async (time: string, path = '/') => (await ask(path, { headers: { 'x-cache-time': time } })).headers;
  expect((await at('1790000000.999')).get('x-accel-expires')).toBe('@1790000000');
  expect((await at('1790000000.999', '/?status=404')).has('x-accel-expires')).toBe(false);
  expect((await at('soon')).has('x-accel-expires')).toBe(false);
  expect((await ask('/')).headers.has('x-accel-expires')).toBe(false);
});
