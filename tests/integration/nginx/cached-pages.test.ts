import { mkdtempSync, rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { nginxProgram } from '../../../dev/nginx/nginx-program.ts';
import { type Nginx, startNginx } from '../../../dev/nginx/start-nginx.ts';
import { eventually } from '../../support/eventually.ts';
import { requestNginx } from '../../support/http/request-nginx.ts';
import { type StubShop, startStubShop } from './stub-shop.ts';

const program = nginxProgram();
/** The headers that nginx sets itself. */
const NGINX_HEADERS = ['host', 'x-cache-time', 'x-forwarded-for', 'x-forwarded-proto'];

/** What the shop sends with its cached pages. */
const SHARED = { 'cache-control': 'public, max-age=0, s-maxage=1, stale-while-revalidate=1' };

/** Debian's nginx with deploy/nginx.conf, in front of a server that replies with the request it received. */
describe.skipIf(!program)(program ? 'nginx as a shared cache' : 'nginx is missing: install nginx-light', () => {
  let shop: StubShop;
  let nginx: Nginx;
  let dataDir: string;
  let page = 0;
  /** The URL of a page that is not cached yet. */
  let pageUrl: string;

  beforeAll(async () => {
    dataDir = mkdtempSync(path.join(tmpdir(), 'media-'));
    shop = await startStubShop();
    nginx = await startNginx({ program: program ?? '', dataDir, webPorts: [shop.port] });
  });
  afterAll(async () => {
    await nginx?.stop();
    shop?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  beforeEach(() => {
    shop.respondWith(null);
    shop.requests.length = 0;
    pageUrl = `${nginx.url}/posts/work-${++page}`;
  });

  const get = (headers: Record<string, string> = {}, url = pageUrl) => requestNginx(url, { headers });

  test('shares one cached page between all visitors with the same currency, whatever else they send', async () => {
    const first = await get({ cookie: 'currency=USD; session=secret; signed-in=1', 'user-agent': 'One' });
    const second = await get({ cookie: 'a=b; currency=USD', 'user-agent': 'Two', 'accept-language': 'ja-JP' });
    const american = await get({ 'accept-language': 'en-US,en;q=0.9' });
    const script = await get({ 'accept-language': 'zh-Latn-US, zh;q=0.4' });
    expect([first, second, american, script].map(({ headers }) => headers['x-cache'])).toEqual([
      'MISS',
      'HIT',
      'HIT',
      'HIT',
    ]);
    expect(shop.requests).toHaveLength(1);
    // nginx replaces this header: browsers store nothing.
    expect([first, second].map(({ headers }) => headers['cache-control'])).toEqual(Array(2).fill('private, no-cache'));
    expect(shop.requests[0]?.headers).toMatchObject({ cookie: 'currency=USD' });
    expect(Object.keys(shop.requests[0]?.headers ?? {}).sort()).toEqual(['cookie', ...NGINX_HEADERS]);
  });

  test('caches a page per currency, and per list of languages that the shop has to read', async () => {
    const visitors = [
      ...[{ cookie: 'currency=USD' }, { cookie: 'currency=JPY' }, { 'accept-language': 'de-CH' }],
      ...[{ 'accept-language': 'en, da-DK;q=0.5' }, { 'accept-language': 'en, sv-SE;q=0.5' }, {}],
    ];
    for (const result of ['MISS', 'HIT'])
      for (const headers of visitors)
        expect((await get(headers as Record<string, string>)).headers['x-cache']).toBe(result);
    expect(shop.requests).toHaveLength(visitors.length);
  });

  test.for<[Record<string, string>, { cookie?: string; 'accept-language'?: string }]>([
    [{ cookie: 'currency=CHF' }, { cookie: 'currency=CHF' }],
    [{ cookie: 'currency=XXX', 'accept-language': 'de-CH' }, { cookie: 'currency=CHF' }],
    [{ cookie: 'currency=usd', 'accept-language': 'ja' }, { cookie: 'currency=JPY' }],
    [{ 'accept-language': 'ja-JP, en;q=0.8' }, { cookie: 'currency=JPY' }],
    [{ 'accept-language': 'zh-Hant-TW' }, { cookie: 'currency=TWD' }],
    [{ 'accept-language': 'sv' }, { cookie: 'currency=SEK' }],
    // English is spoken in many countries: the shop reads the next language.
    [{ 'accept-language': 'en, da-DK;q=0.5' }, { 'accept-language': 'en, da-DK;q=0.5' }],
    // Stripe does not charge in Iran's currency.
    [{ 'accept-language': 'fa-IR, de;q=0.5' }, { 'accept-language': 'fa-IR, de;q=0.5' }],
    // The first is not the preferred one.
    [{ 'accept-language': 'de-DE;q=0.1, en-US' }, { 'accept-language': 'de-DE;q=0.1, en-US' }],
    [{ 'accept-language': `xx-YY, ${'z'.repeat(200)}` }, {}],
    [{ 'accept-language': 'en"<script>' }, {}],
    [{}, {}],
    // Ignored, because no proxy in front is configured to set them.
    [{ 'cf-ipcountry': 'US', 'x-country': 'US', 'x-vercel-ip-country': 'US', 'x-visitor-currency': 'USD' }, {}],
  ])('passes %o to the shop as %o', async ([sent, expected]) => {
    await get(sent);
    const { cookie, 'accept-language': languages, ...others } = shop.requests[0]?.headers ?? {};
    expect({ ...(cookie && { cookie }), ...(languages && { 'accept-language': languages }) }).toEqual(expected);
    expect(Object.keys(others).sort()).toEqual(NGINX_HEADERS);
  });

  test('no request can store a page under another currency than it was rendered for', async () => {
    const hostileHeaders = {
      cookie: 'currency=EUR; currency=USD',
      'x-forwarded-host': 'evil.example',
      'x-visitor-currency': 'USD',
      'x-cached-copy': 'USD',
      'next-router-state-tree': 'evil',
      'x-original-url': '/admin',
      'x-nextjs-data': '1',
      range: 'bytes=0-9',
      'if-none-match': '"x"',
    };
    const first = await get(hostileHeaders);
    const after = await get({ cookie: 'currency=EUR' });
    expect(after.headers['x-cache']).toBe('HIT');
    expect(after.text).toBe(first.text);
    expect(Object.keys(shop.requests[0]?.headers ?? {}).sort()).toEqual(['cookie', ...NGINX_HEADERS]);
    expect(shop.requests[0]?.headers.host).toMatch(/^localhost/);
  });

  test('caches the formats for Next’s client separately, and never serves one as a page', async () => {
    const formats: Record<string, string>[] = [
      {},
      { rsc: '1' },
      { rsc: '1', 'next-router-prefetch': '1' },
      { rsc: '1', 'next-router-prefetch': '1', 'next-router-segment-prefetch': '/_tree' },
    ];
    for (const format of formats) expect((await get(format)).headers['x-cache']).toBe('MISS');
    for (const format of formats) expect((await get(format)).headers['x-cache']).toBe('HIT');
    expect(shop.requests.map(({ headers }) => headers.rsc)).toEqual([undefined, '1', '1', '1']);
    expect(shop.requests[3]?.headers).toMatchObject({ 'next-router-segment-prefetch': '/_tree' });
    expect((await get({ rsc: 'evil', 'next-router-prefetch': '1' })).headers['x-cache']).toBe('HIT');
  });

  test('caches compressed pages compressed', async () => {
    const compressed = await get({ 'accept-encoding': 'br;q=1, gzip;q=0.8' });
    expect(compressed.headers['content-encoding']).toBe('gzip');
    expect(JSON.parse(gunzipSync(compressed.body).toString())).toMatchObject({ number: 1 });
    expect((await get({ 'accept-encoding': 'deflate, gzip' })).headers['x-cache']).toBe('HIT');
    const plain = await get({ 'accept-encoding': 'gzip;q=0' });
    expect(plain.headers).not.toHaveProperty('content-encoding');
    expect(JSON.parse(plain.text)).toMatchObject({ number: 2 });
  });

  test('makes one request for a hundred simultaneous first visitors', async () => {
    const respondSlowly = (response: ServerResponse) =>
      setTimeout(() => response.writeHead(200, { 'cache-control': 'public, s-maxage=60' }).end('one'), 300);
    shop.respondWith(respondSlowly);
    const responses = await Promise.all(Array.from({ length: 100 }, () => get()));
    expect(new Set(responses.map(({ status, text }) => `${status} ${text}`))).toEqual(new Set(['200 one']));
    expect(shop.requests).toHaveLength(1);
  });

  /** Responds as the shop does, with the time of the request. */
  const respondAsShop = (response: ServerResponse) => {
    const requestedAt = String(shop.requests.at(-1)?.headers['x-cache-time']);
    response.writeHead(200, { ...SHARED, 'x-accel-expires': `@${Math.floor(Number(requestedAt))}` }).end(requestedAt);
  };

  test('a cached page is fresh until the end of its second, and is served while the next one is fetched', async () => {
    shop.respondWith(respondAsShop);
    const seconds = () => Date.now() / 1000;
    /** In seconds: the age of each page, and the time since the previous request. */
    const pages: { age: number; since: number }[] = [];
    let before = seconds();
    await eventually(async () => {
      const start = seconds();
      const { text } = await get();
      pages.push({ age: seconds() - Number(text), since: seconds() - before });
      before = start;
      expect(shop.requests.length).toBeGreaterThan(3);
    }, 6_000);
    // The next page is only fetched when somebody requests it.
    for (const { age, since } of pages) expect(age).toBeLessThan(1.4 + since);
    expect(pages.length).toBeGreaterThan(shop.requests.length);
  });

  test('each cached page keeps the policy that belongs to its scripts, and large headers fit', async () => {
    const policyOf = (page: number) => `script-src 'self' 'sha256-${String(page).repeat(43)}='`;
    const urls = [1, 2].map((page) => `${pageUrl}-policy-${page}`);
    for (const [index, url] of urls.entries()) {
      shop.respondWith((response) =>
        response
          .writeHead(200, { ...SHARED, 'content-security-policy': policyOf(index), 'x-padding': 'x'.repeat(8_000) })
          .end('page'),
      );
      expect((await get({}, url)).headers['content-security-policy']).toBe(policyOf(index));
    }
    shop.respondWith((response) => response.writeHead(500).end());
    for (const [index, url] of urls.entries()) {
      const { status, headers } = await get({}, url);
      expect([status, headers['content-security-policy']]).toEqual([200, policyOf(index)]);
    }
  });

  test('after an hour without requests the first visitor waits for a new page instead of getting the old one', async () => {
    const anHourAgo = `@${Math.floor(Date.now() / 1000) - 3600}`;
    shop.respondWith((response) =>
      response.writeHead(200, { ...SHARED, 'x-accel-expires': anHourAgo }).end(String(shop.requests.length)),
    );
    expect((await get()).text).toBe('1');
    expect((await get()).text).toBe('2');
  });

  test('while the shop fails or is down the last cached page is served, at any age', async () => {
    shop.respondWith(respondAsShop);
    const { text } = await get();
    const since = Date.now();
    shop.respondWith((response) => response.writeHead(503, { 'cache-control': 'no-store' }).end('away'));
    await eventually(async () => {
      const later = await get();
      expect(later).toMatchObject({ status: 200, text });
      expect(later.headers['x-cache']).toBe('STALE');
      expect(shop.requests.length).toBeGreaterThan(1);
      // By now the shop's own headers no longer allow it.
      expect(Date.now() - since).toBeGreaterThan(2_500);
    }, 5_000);
    const unknown = await get({}, `${pageUrl}-unknown`);
    expect(unknown).toMatchObject({ status: 503, text: 'away' });
  });

  test.for<[string, Record<string, string>]>([
    ['with a cookie', { 'cache-control': 'public, s-maxage=1', 'set-cookie': 'a=1' }],
    ['that is private', { 'cache-control': 'private, no-cache' }],
    ['without cache headers', {}],
  ])('a response %s is not cached', async ([, headers]) => {
    shop.respondWith((response) => response.writeHead(200, headers).end(String(shop.requests.length)));
    expect((await get()).text).toBe('1');
    expect((await get()).text).toBe('2');
  });

  test.for(['/api/viewer', '/api/auth/session', '/dashboard', '/admin', '/posts/new', '/orders/1', '/posts/a/edit'])(
    '%s is never cached, and gets the visitor’s own headers',
    async (name) => {
      for (const session of ['one', 'two'])
        await get({ cookie: `session=${session}`, 'cf-ipcountry': 'US' }, nginx.url + name);
      expect(shop.requests.map(({ headers }) => headers.cookie)).toEqual(['session=one', 'session=two']);
      expect(shop.requests[0]?.headers).not.toHaveProperty('cf-ipcountry');
    },
  );

  test('the visitor’s address is the last one in X-Forwarded-For, whatever the request contained', async () => {
    await get({ 'x-forwarded-for': '6.6.6.6' }, `${nginx.url}/sign-in`);
    expect(shop.requests[0]?.headers['x-forwarded-for']).toMatch(/^6\.6\.6\.6, 127\.0\.0\.1$/);
  });

  test('the log has no order’s id, in URLs and referrers', async () => {
    const id = '0b5a2f6e-6c3f-4f43-9d6a-3f5f9a7c1d22';
    const paths = [`/orders/${id}`, `/orders/${id.toUpperCase()}/cancel?from=back`, `/api/live?order=${id}&a=b`];
    for (const name of paths) await get({ referer: `${nginx.url}/orders/${id}` }, nginx.url + name);
    await fetch(`${nginx.plainUrl}/orders/${id}`, { redirect: 'manual' });
    await get({}, `${nginx.url}/admin/orders/${id}?said=refund`);
    await get({ referer: 'https://elsewhere.example/a' }, `${nginx.url}/posts/a?b=c`);
    const log = await eventually(async () => {
      const text = nginx.accessLog();
      expect(text).toContain('"GET /posts/a?b=c HTTP/');
      return text;
    });
    expect(log.toLowerCase()).not.toContain(id.slice(9));
    expect(log).toContain('"GET /orders/*/cancel?from=back HTTP/');
    expect(log).toContain('"GET /api/live?order=*&a=b HTTP/');
    expect(log).toContain('"GET /admin/orders/*?* HTTP/');
    expect(log).toContain('"https://elsewhere.example/a"');
  });

  test('the log has neither the token of a link in a mail nor what a query says about somebody', async () => {
    const token = 'Zk3-9aQ_'.repeat(5);
    await get({}, `${nginx.url}/links/reset-password?token=${token}&a=b`);
    await get({ referer: `${nginx.url}/links/prove-email?a=b&token=${token}` }, `${nginx.url}/posts/a?b=c`);
    await get({}, `${nginx.url}/dashboard/settings?email=mira%40example.org`);
    await fetch(`${nginx.plainUrl}/links/prove-email?token=${token}`, { redirect: 'manual' });
    const log = await eventually(async () => {
      const text = nginx.accessLog();
      expect(text).toContain('"GET /dashboard/settings?* HTTP/');
      return text;
    });
    for (const hidden of [token.slice(8), 'mira']) expect(log).not.toContain(hidden);
    expect(log).toContain('"GET /links/reset-password?* HTTP/');
    expect(log).toContain('"GET /posts/a?b=c HTTP/');
    expect(log).toContain(`"${nginx.url}/links/prove-email?*"`);
    expect(shop.requests.map(({ url }) => url)).toContain(`/links/reset-password?token=${token}&a=b`);
  });

  test('endpoints for the shop’s own processes are not found', async () => {
    const response = await requestNginx(`${nginx.url}/api/internal/refresh`, { method: 'POST', body: '{}' });
    expect(response.status).toBe(404);
    expect((await requestNginx(`${nginx.url}//api/internal/refresh`, { method: 'POST' })).status).toBe(404);
    expect((await requestNginx(`${nginx.url}/%61pi/internal/refresh`, { method: 'POST' })).status).toBe(404);
    expect(shop.requests).toEqual([]);
  });

  test('plain HTTP redirects to HTTPS', async () => {
    const response = await fetch(`${nginx.plainUrl}/posts/a?b=c`, { redirect: 'manual' });
    expect(response.status).toBe(301);
    expect(response.headers.get('location')).toBe('https://localhost/posts/a?b=c');
  });
});
