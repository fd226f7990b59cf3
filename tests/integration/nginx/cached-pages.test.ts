import { mkdtempSync, rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { nginxProgram } from '../../../dev/nginx/nginx-program.ts';
import { type Nginx, startNginx } from '../../../dev/nginx/start-nginx.ts';
import { eventually } from '../../support/eventually.ts';
import { askNginx } from '../../support/http/ask-nginx.ts';
import { type StubShop, startStubShop } from './stub-shop.ts';

const program = nginxProgram();
/** The headers that nginx makes by itself. */
const OF_NGINX = ['host', 'x-cache-time', 'x-forwarded-for', 'x-forwarded-proto'];

/** As the shop says of its kept copies. */
const SHARED = { 'cache-control': 'public, max-age=0, s-maxage=1, stale-while-revalidate=1' };

/** deploy/nginx.conf in Debian's nginx, before a server that says what it was asked. */
describe.skipIf(!program)(program ? 'nginx keeps copies' : 'nginx is missing: install nginx-light', () => {
  let shop: StubShop;
  let nginx: Nginx;
  let dataDir: string;
  let page = 0;
  /** A page that nothing has been kept of yet. */
  let address: string;

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
    shop.answerWith(null);
    shop.seen.length = 0;
    address = `${nginx.url}/posts/work-${++page}`;
  });

  const ask = (headers: Record<string, string> = {}, url = address) => askNginx(url, { headers });

  test('one copy for all who have the same currency, whatever else they send', async () => {
    const first = await ask({ cookie: 'currency=USD; session=secret; signed-in=1', 'user-agent': 'One' });
    const second = await ask({ cookie: 'a=b; currency=USD', 'user-agent': 'Two', 'accept-language': 'ja-JP' });
    const american = await ask({ 'accept-language': 'en-US,en;q=0.9' });
    const script = await ask({ 'accept-language': 'zh-Latn-US, zh;q=0.4' });
    expect([first, second, american, script].map(({ headers }) => headers['x-cache'])).toEqual([
      'MISS',
      'HIT',
      'HIT',
      'HIT',
    ]);
    expect(shop.seen).toHaveLength(1);
    // The second is nginx's; browsers keep nothing.
    expect([first, second].map(({ headers }) => headers['cache-control'])).toEqual(Array(2).fill('private, no-cache'));
    expect(shop.seen[0]?.headers).toMatchObject({ cookie: 'currency=USD' });
    expect(Object.keys(shop.seen[0]?.headers ?? {}).sort()).toEqual(['cookie', ...OF_NGINX]);
  });

  test('each currency has its own copy, and so has each list of languages that the shop has to read', async () => {
    const visitors = [
      ...[{ cookie: 'currency=USD' }, { cookie: 'currency=JPY' }, { 'accept-language': 'de-CH' }],
      ...[{ 'accept-language': 'en, da-DK;q=0.5' }, { 'accept-language': 'en, sv-SE;q=0.5' }, {}],
    ];
    for (const result of ['MISS', 'HIT'])
      for (const headers of visitors)
        expect((await ask(headers as Record<string, string>)).headers['x-cache']).toBe(result);
    expect(shop.seen).toHaveLength(visitors.length);
  });

  test.for<[Record<string, string>, { cookie?: string; 'accept-language'?: string }]>([
    [{ cookie: 'currency=CHF' }, { cookie: 'currency=CHF' }],
    [{ cookie: 'currency=XXX', 'accept-language': 'de-CH' }, { cookie: 'currency=CHF' }],
    [{ cookie: 'currency=usd', 'accept-language': 'ja' }, { cookie: 'currency=JPY' }],
    [{ 'accept-language': 'ja-JP, en;q=0.8' }, { cookie: 'currency=JPY' }],
    [{ 'accept-language': 'zh-Hant-TW' }, { cookie: 'currency=TWD' }],
    [{ 'accept-language': 'sv' }, { cookie: 'currency=SEK' }],
    // English is at home everywhere: the shop reads on.
    [{ 'accept-language': 'en, da-DK;q=0.5' }, { 'accept-language': 'en, da-DK;q=0.5' }],
    // Iran's currency is none that Stripe charges.
    [{ 'accept-language': 'fa-IR, de;q=0.5' }, { 'accept-language': 'fa-IR, de;q=0.5' }],
    // The first is not the preferred one.
    [{ 'accept-language': 'de-DE;q=0.1, en-US' }, { 'accept-language': 'de-DE;q=0.1, en-US' }],
    [{ 'accept-language': `xx-YY, ${'z'.repeat(200)}` }, {}],
    [{ 'accept-language': 'en"<script>' }, {}],
    [{}, {}],
    // Nobody has said that a proxy in front sets it.
    [{ 'cf-ipcountry': 'US', 'x-country': 'US', 'x-vercel-ip-country': 'US', 'x-visitor-currency': 'USD' }, {}],
  ])('%o: the shop sees %o', async ([given, seen]) => {
    await ask(given);
    const { cookie, 'accept-language': languages, ...others } = shop.seen[0]?.headers ?? {};
    expect({ ...(cookie && { cookie }), ...(languages && { 'accept-language': languages }) }).toEqual(seen);
    expect(Object.keys(others).sort()).toEqual(OF_NGINX);
  });

  test('nobody can have a page made by one sign and kept under another', async () => {
    const poisonous = {
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
    const first = await ask(poisonous);
    const after = await ask({ cookie: 'currency=EUR' });
    expect(after.headers['x-cache']).toBe('HIT');
    expect(after.text).toBe(first.text);
    expect(Object.keys(shop.seen[0]?.headers ?? {}).sort()).toEqual(['cookie', ...OF_NGINX]);
    expect(shop.seen[0]?.headers.host).toMatch(/^localhost/);
  });

  test('forms of a page for Next’s client are kept apart, and pages never come as one', async () => {
    const forms: Record<string, string>[] = [
      {},
      { rsc: '1' },
      { rsc: '1', 'next-router-prefetch': '1' },
      { rsc: '1', 'next-router-prefetch': '1', 'next-router-segment-prefetch': '/_tree' },
    ];
    for (const form of forms) expect((await ask(form)).headers['x-cache']).toBe('MISS');
    for (const form of forms) expect((await ask(form)).headers['x-cache']).toBe('HIT');
    expect(shop.seen.map(({ headers }) => headers.rsc)).toEqual([undefined, '1', '1', '1']);
    expect(shop.seen[3]?.headers).toMatchObject({ 'next-router-segment-prefetch': '/_tree' });
    expect((await ask({ rsc: 'evil', 'next-router-prefetch': '1' })).headers['x-cache']).toBe('HIT');
  });

  test('compressed copies are kept compressed', async () => {
    const packed = await ask({ 'accept-encoding': 'br;q=1, gzip;q=0.8' });
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(JSON.parse(gunzipSync(packed.body).toString())).toMatchObject({ number: 1 });
    expect((await ask({ 'accept-encoding': 'deflate, gzip' })).headers['x-cache']).toBe('HIT');
    const plain = await ask({ 'accept-encoding': 'gzip;q=0' });
    expect(plain.headers).not.toHaveProperty('content-encoding');
    expect(JSON.parse(plain.text)).toMatchObject({ number: 2 });
  });

  test('a hundred first visitors at once are one request', async () => {
    const slowly = (response: ServerResponse) =>
      setTimeout(() => response.writeHead(200, { 'cache-control': 'public, s-maxage=60' }).end('one'), 300);
    shop.answerWith(slowly);
    const answers = await Promise.all(Array.from({ length: 100 }, () => ask()));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`))).toEqual(new Set(['200 one']));
    expect(shop.seen).toHaveLength(1);
  });

  /** Answers as the shop does, with the time at which it was asked. */
  const answerAsShop = (response: ServerResponse) => {
    const askedAt = String(shop.seen.at(-1)?.headers['x-cache-time']);
    response.writeHead(200, { ...SHARED, 'x-accel-expires': `@${Math.floor(Number(askedAt))}` }).end(askedAt);
  };

  test('a copy lasts to the end of the second in which it was made, and is shown while its successor is fetched', async () => {
    shop.answerWith(answerAsShop);
    const seconds = () => Date.now() / 1000;
    /** Seconds: how old each copy was, and how long nobody had asked until it was here. */
    const answers: { age: number; since: number }[] = [];
    let before = seconds();
    await eventually(async () => {
      const began = seconds();
      const { text } = await ask();
      answers.push({ age: seconds() - Number(text), since: seconds() - before });
      before = began;
      expect(shop.seen.length).toBeGreaterThan(3);
    }, 6_000);
    // Only who asks has a successor fetched.
    for (const { age, since } of answers) expect(age).toBeLessThan(1.4 + since);
    expect(answers.length).toBeGreaterThan(shop.seen.length);
  });

  test('after a quiet hour the first visitor waits for a new copy instead of seeing the old one', async () => {
    const anHourAgo = `@${Math.floor(Date.now() / 1000) - 3600}`;
    shop.answerWith((response) =>
      response.writeHead(200, { ...SHARED, 'x-accel-expires': anHourAgo }).end(String(shop.seen.length)),
    );
    expect((await ask()).text).toBe('1');
    expect((await ask()).text).toBe('2');
  });

  test('while the shop fails or is away the last copy stands in, of any age', async () => {
    shop.answerWith(answerAsShop);
    const { text } = await ask();
    const since = Date.now();
    shop.answerWith((response) => response.writeHead(503, { 'cache-control': 'no-store' }).end('away'));
    await eventually(async () => {
      const later = await ask();
      expect(later).toMatchObject({ status: 200, text });
      expect(later.headers['x-cache']).toBe('STALE');
      expect(shop.seen.length).toBeGreaterThan(1);
      // By now the shop's own words allow it no more.
      expect(Date.now() - since).toBeGreaterThan(2_500);
    }, 5_000);
    const unknown = await ask({}, `${address}-unknown`);
    expect(unknown).toMatchObject({ status: 503, text: 'away' });
  });

  test.for<[string, Record<string, string>]>([
    ['with a cookie', { 'cache-control': 'public, s-maxage=1', 'set-cookie': 'a=1' }],
    ['that is private', { 'cache-control': 'private, no-cache' }],
    ['that says nothing', {}],
  ])('an answer %s is for one visitor', async ([, headers]) => {
    shop.answerWith((response) => response.writeHead(200, headers).end(String(shop.seen.length)));
    expect((await ask()).text).toBe('1');
    expect((await ask()).text).toBe('2');
  });

  test.for(['/api/viewer', '/api/auth/session', '/dashboard', '/admin', '/posts/new', '/orders/1', '/posts/a/edit'])(
    '%s is never kept, and has the visitor’s own headers',
    async (name) => {
      for (const session of ['one', 'two'])
        await ask({ cookie: `session=${session}`, 'cf-ipcountry': 'US' }, nginx.url + name);
      expect(shop.seen.map(({ headers }) => headers.cookie)).toEqual(['session=one', 'session=two']);
      expect(shop.seen[0]?.headers).not.toHaveProperty('cf-ipcountry');
    },
  );

  test('the visitor’s address is the last one in X-Forwarded-For, whatever he wrote there', async () => {
    await ask({ 'x-forwarded-for': '6.6.6.6' }, `${nginx.url}/sign-in`);
    expect(shop.seen[0]?.headers['x-forwarded-for']).toMatch(/^6\.6\.6\.6, 127\.0\.0\.1$/);
  });

  test('what only our own processes may ask is not there', async () => {
    const answer = await askNginx(`${nginx.url}/api/internal/refresh`, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(404);
    expect((await askNginx(`${nginx.url}//api/internal/refresh`, { method: 'POST' })).status).toBe(404);
    expect((await askNginx(`${nginx.url}/%61pi/internal/refresh`, { method: 'POST' })).status).toBe(404);
    expect(shop.seen).toEqual([]);
  });

  test('plain HTTP leads to TLS', async () => {
    const answer = await fetch(`${nginx.plainUrl}/posts/a?b=c`, { redirect: 'manual' });
    expect(answer.status).toBe(301);
    expect(answer.headers.get('location')).toBe('https://localhost/posts/a?b=c');
  });
});
