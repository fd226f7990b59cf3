import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:http2';
import { request } from 'node:https';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { nginxProgram } from '../../dev/nginx/nginx-program.ts';
import { type Nginx, startNginx } from '../../dev/nginx/start-nginx.ts';
import { eventually } from '../support/eventually.ts';
import { requestNginx } from '../support/http/request-nginx.ts';
import { signInOverHttp } from '../support/http/sign-in-over-http.ts';
import { payAtStripe, startCheckoutOverHttp } from '../support/http/start-checkout-over-http.ts';
import { addAccount, addWork, type Work } from '../support/shop/shop-data.ts';
import { type Shop, startShop } from '../support/shop/start-shop.ts';

const program = nginxProgram();
const IMMUTABLE = 'public, max-age=31536000, immutable';
const EUR_COOKIE = { cookie: 'currency=EUR' };

/** The shop behind Debian's nginx with deploy/nginx.conf. */
describe.skipIf(!program)(program ? 'behind nginx' : 'nginx is missing: install nginx-light', () => {
  let shop: Shop;
  let nginx: Nginx;
  let work: Work;

  beforeAll(async () => {
    shop = await startShop(inject('postgresUrl'));
    work = await addWork(shop);
    nginx = await startNginx({
      program: program ?? '',
      dataDir: shop.dataDir,
      webPorts: [Number(new URL(shop.url).port)],
    });
  });
  afterAll(async () => {
    await nginx?.stop();
    await shop?.stop();
  });

  test('serves pages in each visitor’s currency, compressed, over HTTP/2', async () => {
    const client = connect(nginx.url, { rejectUnauthorized: false });
    const pages = await Promise.all(
      ['USD', 'JPY'].map(
        (currency) =>
          new Promise<{ encoding: unknown; html: string }>((resolve, reject) => {
            const stream = client.request({
              ...{ ':path': `/posts/${work.slug}`, cookie: `currency=${currency}`, 'accept-encoding': 'gzip, br' },
            });
            const chunks: Buffer[] = [];
            let encoding: unknown;
            stream.on('response', (headers) => {
              encoding = headers['content-encoding'];
            });
            stream.on('data', (chunk) => chunks.push(chunk));
            stream.on('error', reject);
            stream.on('end', () => resolve({ encoding, html: gunzipSync(Buffer.concat(chunks)).toString() }));
          }),
      ),
    );
    client.close();
    expect(pages.map(({ encoding }) => encoding)).toEqual(['gzip', 'gzip']);
    expect(pages[0]?.html).toMatch(/US\$|\$1/);
    expect(pages[1]?.html).toContain('¥');
  });

  test('serves a signed-in artist the same page as everyone, without personal data', async () => {
    const artist = await signInOverHttp(shop, work.artist.username);
    const url = `${nginx.url}/artists/${work.artist.username}`;
    const signedOut = await requestNginx(url, { headers: EUR_COOKIE });
    const signedIn = await requestNginx(url, { headers: { cookie: `${artist.cookie}; currency=EUR` } });
    expect(signedIn.headers['x-cache']).not.toBe('MISS');
    expect(signedIn.text).toBe(signedOut.text);
  });

  test('shows a sale within two seconds', async () => {
    const sold = await addWork(shop, { artist: work.artist });
    const pages = [`/posts/${sold.slug}`, '/', '/api/posts'];
    const isSold = async (page: string) =>
      /"status\\?":\\?"SOLD|Sold/.test((await requestNginx(nginx.url + page, { headers: EUR_COOKIE })).text);
    for (const page of pages) expect(await isSold(page), page).toBe(false);
    const { sessionId } = await startCheckoutOverHttp(shop, sold);
    await payAtStripe(shop, sessionId);
    await eventually(async () => {
      const { rows } = await shop.database.query('SELECT status FROM posts WHERE id = $1', [sold.id]);
      // Keeps requesting the pages, so that they are cached.
      for (const page of pages) await isSold(page);
      expect(rows).toEqual([{ status: 'SOLD' }]);
    });
    const start = Date.now();
    for (const page of pages) await eventually(async () => expect(await isSold(page), page).toBe(true), 4_000);
    expect(Date.now() - start).toBeLessThan(2_000);
  });

  test('accepts a picture of 12 MB and serves it at once', async () => {
    const { cookie } = await signInOverHttp(shop, (await addAccount(shop)).username);
    const noise = { type: 'gaussian' as const, mean: 120, sigma: 60 };
    const body = await sharp({ create: { width: 2_000, height: 2_000, channels: 3, noise, background: 'white' } })
      .png({ compressionLevel: 0 })
      .toBuffer();
    expect(body.length).toBeGreaterThan(10_000_000);
    const headers = { cookie: cookie ?? '', 'content-type': 'image/png', 'sec-fetch-site': 'same-origin' };
    const response = await requestNginx(`${nginx.url}/api/pictures`, { method: 'POST', headers, body });
    expect(response.status, response.text).toBe(201);
    const [key = ''] = /[0-9a-f]{64}/.exec(response.text) ?? [];
    const [file = ''] = readdirSync(path.join(shop.dataDir, 'media/public', key.slice(0, 2))).filter((name) =>
      name.startsWith(key),
    );
    expect((await requestNginx(`${nginx.url}/media/${file}`)).status).toBe(200);
  });

  test('passes live updates on without buffering', async () => {
    const chunks: string[] = [];
    const live = request(`${nginx.url}/api/live`, { rejectUnauthorized: false, agent: false });
    live.on('error', () => {});
    live.on('response', (response) => response.on('data', (chunk) => chunks.push(String(chunk))));
    live.end();
    await eventually(async () => expect(chunks.join('')).toContain('retry:'));
    const sold = await addWork(shop);
    const { sessionId } = await startCheckoutOverHttp(shop, sold);
    await payAtStripe(shop, sessionId);
    await eventually(async () => expect(chunks.join('')).toContain(`"id":"${sold.id}","status":"SOLD"`));
    live.destroy();
  });

  test('requests files that are not on its disk from the shop', async () => {
    const missing = await requestNginx(`${nginx.url}/media/${'0'.repeat(64)}-320.webp`);
    expect(missing).toMatchObject({ status: 404, text: 'There is no such picture.' });
    expect((await requestNginx(`${nginx.url}/media/..%2f..%2fsecret`)).status).toBe(400);
    expect((await requestNginx(`${nginx.url}/_next/static/chunks/none.js`)).status).toBe(404);
    expect((await requestNginx(`${nginx.url}/_next/static/..%2f..%2fpackage.json`)).text).not.toContain(
      '"dependencies"',
    );
  });

  // Must be the last test: it kills the web process.
  test('with the web process down serves files from disk, pages from the cache, and a readable 503 for everything else', async () => {
    const seen = await requestNginx(`${nginx.url}/posts/${work.slug}`, { headers: EUR_COOKIE });
    const avif = addFile(`${createHash('sha256').update('avif').digest('hex')}-320.avif`);
    const webp = addFile(`${createHash('sha256').update('webp').digest('hex')}-320.webp`);
    shop.kill('web');
    await shop.ended('web');
    const [chunk = ''] = readdirSync('.next/static/chunks').filter((name) => name.endsWith('.js'));
    for (const [url, type, content] of [
      [`/media/${avif}`, 'image/avif', avif],
      [`/media/${webp}`, 'image/webp', webp],
      [`/_next/static/chunks/${chunk}`, 'application/javascript', readFileSync(`.next/static/chunks/${chunk}`, 'utf8')],
    ] as const) {
      const { status, headers, text } = await requestNginx(nginx.url + url);
      expect({ url, status, type: headers['content-type'] }).toEqual({ url, status: 200, type });
      expect(headers).toMatchObject({ 'cache-control': IMMUTABLE, 'x-content-type-options': 'nosniff' });
      // As the shop itself sends pictures: other sites may show them, and none is ever a document.
      if (url.startsWith('/media/'))
        expect(headers).toMatchObject({
          'content-security-policy':
            "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'",
          'cross-origin-resource-policy': 'cross-origin',
        });
      expect(text).toBe(content);
    }
    const page = await requestNginx(`${nginx.url}/posts/${work.slug}`, { headers: EUR_COOKIE });
    expect(page).toMatchObject({ status: 200, text: seen.text });
    const other = await requestNginx(`${nginx.url}/dashboard`);
    expect(other).toMatchObject({ status: 503, text: expect.stringContaining('cannot be shown right now') });
    expect(other.headers).toMatchObject({ 'retry-after': '10', 'cache-control': 'no-store' });
  });

  /** Adds a media file whose content is its own name. */
  function addFile(name: string): string {
    const folder = path.join(shop.dataDir, 'media/public', name.slice(0, 2));
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, name), name);
    return name;
  }
});
