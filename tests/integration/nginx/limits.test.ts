import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type IncomingHttpHeaders, type IncomingHttpStatusHeader } from 'node:http2';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { nginxProgram } from '../../../dev/nginx/nginx-program.ts';
import { type Nginx, startNginx } from '../../../dev/nginx/start-nginx.ts';
import { requestNginx } from '../../support/http/request-nginx.ts';
import { type StubShop, startStubShop } from './stub-shop.ts';

const program = nginxProgram();
/** What each response has, whether nginx or the shop made it. */
const HEADERS = {
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'strict-origin-when-cross-origin',
};
/** Lets a test choose the address that a request comes from. */
const addresses = () => 'set_real_ip_from 127.0.0.1; real_ip_header X-Test-Address;';

describe.skipIf(!program)(program ? 'limits and headers of nginx' : 'nginx is missing: install nginx-light', () => {
  let shop: StubShop;
  let nginx: Nginx;
  let dataDir: string;

  beforeAll(async () => {
    dataDir = mkdtempSync(path.join(tmpdir(), 'media-'));
    shop = await startStubShop();
    nginx = await startNginx({ program: program ?? '', dataDir, webPorts: [shop.port], more: addresses });
  });
  afterAll(async () => {
    await nginx?.stop();
    shop?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  beforeEach(() => {
    shop.respondWith(null);
    shop.requests.length = 0;
  });

  const get = (url: string, address: string) =>
    requestNginx(nginx.url + url, { headers: { 'x-test-address': address } });
  /** Requests all URLs at once, over one connection. @returns how many were answered and how many refused, and one of these */
  async function burst(urls: string[], addressOf: (index: number) => string) {
    const client = connect(nginx.url, { rejectUnauthorized: false });
    const responses = await Promise.all(
      urls.map(async (url, index) => {
        const stream = client.request({ ':path': url, 'x-test-address': addressOf(index) });
        const [headers] = (await once(stream, 'response')) as [IncomingHttpHeaders & IncomingHttpStatusHeader];
        return { headers, body: await text(stream) };
      }),
    );
    client.close();
    const refused = responses.filter(({ headers }) => headers[':status'] === 429);
    expect(responses.filter(({ headers }) => headers[':status'] === 200)).toHaveLength(urls.length - refused.length);
    return { answered: urls.length - refused.length, refused: refused.length, example: refused[0] };
  }
  const urls = (count: number, url: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => url(index));

  test('hundreds of searches at once are too many from one address', async () => {
    const searches = urls(300, (index) => `/${index % 2 ? 'api/' : ''}search?q=word${index}`);
    const { answered, refused, example } = await burst(searches, () => '203.0.113.1');
    expect(answered).toBeGreaterThanOrEqual(60);
    expect(refused).toBeGreaterThan(0);
    expect(example?.body).toContain('too many requests from your network');
    expect(example?.headers).toMatchObject({ ...HEADERS, 'retry-after': '5', 'cache-control': 'no-store' });
    // Works are still there, and so are searches of others.
    expect((await get('/posts/one', '203.0.113.1')).status).toBe(200);
    expect((await get('/search?q=word1', '203.0.113.2')).status).toBe(200);
  });

  test('a /64 is one network, and the next one is another', async () => {
    const many = urls(300, (index) => `/search?q=other${index}`);
    const inside = await burst(many, (index) => `2001:db8:1:2:${index}::${index}`);
    expect(inside.refused).toBeGreaterThan(0);
    expect(await burst(many, (index) => `2001:db8:1:${index + 100}::1`)).toMatchObject({ answered: 300, refused: 0 });
  });

  test('an office opens three hundred pages at once, but not nine hundred', async () => {
    const page = (index: number) => `/posts/page-${index % 5}`;
    expect(await burst(urls(300, page), () => '203.0.113.10')).toMatchObject({ answered: 300, refused: 0 });
    expect((await burst(urls(900, page), () => '203.0.113.11')).refused).toBeGreaterThan(0);
  });

  test('made-up pictures reach the shop a hundred times at once, not much more', async () => {
    const missing = urls(600, (index) => `/media/${index.toString(16).padStart(64, '0')}-320.webp`);
    const { answered, refused } = await burst(missing, () => '203.0.113.20');
    expect(answered).toBeGreaterThanOrEqual(100);
    expect(refused).toBeGreaterThan(0);
  });

  test('Stripe may send any number of events', async () => {
    const events = urls(600, () => '/api/webhooks/stripe');
    expect(await burst(events, () => '203.0.113.30')).toMatchObject({ answered: 600, refused: 0 });
  });

  test.for([
    ['a cached page', '/', 200],
    ['a page for one visitor', '/dashboard', 200],
    ['a missing script', '/_next/static/none.js', 200],
    ['a missing picture', `/media/${'0'.repeat(64)}-320.webp`, 200],
    ['what is closed', '/api/internal/refresh', 404],
    ['a bad path', '/%', 400],
  ] as const)('%s has every common header', async ([, url, status]) => {
    const response = await get(url, '203.0.113.40');
    expect(response.status).toBe(status);
    expect(response.headers).toMatchObject(HEADERS);
  });

  test('a refused method and a shop that is down have every common header too', async () => {
    const posted = await requestNginx(`${nginx.url}/search`, { method: 'POST' });
    expect(posted.status).toBe(405);
    expect(posted.headers).toMatchObject(HEADERS);
    shop.respondWith((response) => response.destroy());
    const away = await get('/dashboard', '203.0.113.41');
    expect(away.status).toBe(503);
    expect(away.headers).toMatchObject(HEADERS);
  });

  test('headers that the shop sends are sent once', async () => {
    shop.respondWith((response) =>
      response.writeHead(200, { 'x-frame-options': 'SAMEORIGIN', 'x-content-type-options': 'nosniff' }).end(),
    );
    const { headers } = await get('/dashboard', '203.0.113.42');
    expect(headers).toMatchObject({ ...HEADERS, 'x-frame-options': 'SAMEORIGIN' });
  });

  test('a picture reaches the shop before it has been sent whole', async () => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const upload = request(`${nginx.url}/api/pictures`, {
      ...{ method: 'POST', rejectUnauthorized: false, agent: false },
      headers: { 'content-length': '2000000', 'x-test-address': '203.0.113.50' },
    });
    upload.on('response', (response) => resolve(`${response.statusCode}`)).on('error', reject);
    upload.write(Buffer.alloc(100_000));
    // The stub responds at once. An nginx that waits for the rest would say nothing.
    expect(await promise).toBe('200');
    expect(shop.requests).toHaveLength(1);
    upload.destroy();
  });
});
