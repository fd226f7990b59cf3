import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { deferScripts } from '#server/next-internals/defer-scripts.ts';
import { eventually } from '../support/eventually.ts';
import { addAccount, addWork, refreshPages, type Work } from '../support/shop/shop-data.ts';
import { type Shop, startShop } from '../support/shop/start-shop.ts';

const CURRENCIES = ['EUR', 'USD', 'JPY', 'CHF', 'KWD'];
const FORMATS: Record<string, string>[] = [{}, { rsc: '1' }];

let shop: Shop;
let works: Work[];

beforeAll(async () => {
  // Only the web process reaches the database through this proxy.
  shop = await startShop(inject('postgresUrl'), { proxied: ['database'], workers: 0 });
  const artist = await addAccount(shop);
  works = [];
  for (let count = 0; count < 30; count++) works.push(await addWork(shop, { artist }));
  // With statistics of so few works PostgreSQL would not use the index by which the queries are counted.
  await shop.database.query('ALTER TABLE posts SET (autovacuum_enabled = off)');
  await untilRefreshed();
});

afterAll(() => shop?.stop());

/**
 * Waits until all earlier changes have been applied to the page cache. They are applied in order, so a page that shows
 * a later change proves it. A page rendered in the meantime is not cached, and the next rendering of it can have its
 * parts in another order.
 */
async function untilRefreshed(): Promise<void> {
  const artist = await addAccount(shop);
  const page = async () => (await get(`/artists/${artist.username}`, 'EUR')).text;
  await page();
  const { title } = await addWork(shop, { artist });
  await eventually(async () => expect(await page()).toContain(title));
}

type Reply = { status: number; text: string };

async function get(path: string, currency: string, headers: Record<string, string> = {}): Promise<Reply> {
  const response = await fetch(shop.url + path, { headers: { ...headers, cookie: `currency=${currency}` } });
  return { status: response.status, text: await response.text() };
}

async function publicPaths(): Promise<string[]> {
  const first = JSON.parse((await get('/api/posts', 'EUR')).text) as { next: string };
  const { username = '' } = works[0]?.artist ?? {};
  return [
    ...['/', `/?after=${first.next}`, `/posts/${works[0]?.slug}`, '/posts/no-such-work'],
    ...[`/artists/${username}`, `/artists/${username}?after=${first.next}`, '/search', '/search?q=study&sort=newest'],
    ...['/api/posts', `/api/posts?after=${first.next}`, `/api/posts?artist=${username}`, '/api/posts?artist=nobody'],
    ...[
      '/api/posts?sort=price-up',
      '/api/posts?sort=price-down&min=10&max=900',
      '/api/posts?sort=views',
      '/api/posts?sort=week',
    ],
    ...['/api/posts?currency=GBP', '/api/posts?sort=worst', '/api/search?q=study', '/api/search/counts?q=study'],
    ...['/api/search/suggest?q=stu', '/api/currencies', '/api/rates', '/api/convert?amount=1&from=EUR&to=USD'],
  ];
}

const SETTINGS_EVERY_MS = 1_000;

/**
 * What the web process sends by itself: it reads the settings every second, whether or not anybody looks at a page
 * (lib/settings/watch-shop.ts).
 * @returns bytes of one reading
 */
async function bytesOfSettings(): Promise<number> {
  const readings: number[] = [];
  while (readings.length < 2 || readings.at(-1) !== readings.at(-2)) {
    const before = shop.proxies.database.sent();
    await eventually(() => expect(shop.proxies.database.sent()).toBeGreaterThan(before));
    readings.push(shop.proxies.database.sent() - before);
  }
  return readings.at(-1) ?? 0;
}

test('a page that was requested once sends no byte to PostgreSQL again, in any currency or format', async () => {
  const paths = await publicPaths();
  const requestAll = async () => {
    const replies: Record<string, Reply> = {};
    for (const currency of CURRENCIES)
      for (const path of paths)
        for (const format of FORMATS)
          replies[`${currency} ${path} ${JSON.stringify(format)}`] = await get(path, currency, format);
    return replies;
  };
  const first = await requestAll();
  const settings = await bytesOfSettings();
  const startedAt = performance.now();
  const sent = shop.proxies.database.sent();
  const second = await requestAll();
  const readings = (shop.proxies.database.sent() - sent) / settings;
  const seconds = (performance.now() - startedAt) / SETTINGS_EVERY_MS;
  expect(readings).toBe(Math.min(Math.floor(readings), Math.floor(seconds) + 1));
  // Except for the position of the scripts, both responses are the same.
  for (const [name, response] of Object.entries(second)) {
    const { text = '', ...rest } = first[name] ?? {};
    expect(response, name).toEqual({ ...rest, text: deferScripts(text) });
  }
  const statuses = Object.entries(first).map(([name, { status }]) => `${name.split(' ')[1]} ${status}`);
  expect(statuses).toContain('/api/posts?sort=worst 400');
  expect(statuses).toContain('/posts/no-such-work 404');
  expect(statuses).toContain('/api/posts?artist=nobody 404');
  expect(first['JPY / {}']?.text).not.toBe(first['EUR / {}']?.text);
  // A page that was not requested before does reach PostgreSQL, so the proxy does count.
  await get('/posts/another-that-nobody-has-asked-for', 'EUR');
  expect(shop.proxies.database.sent() - sent).toBeGreaterThan(0);
});

/** How many times the gallery's index has been scanned: once for each run of its query. */
async function galleryQueries(): Promise<number> {
  const { rows } = await shop.database.query<{ scans: number }>(
    `SELECT idx_scan::int AS scans FROM pg_stat_user_indexes WHERE indexrelname = 'posts_gallery'`,
  );
  return rows[0]?.scans ?? 0;
}

test('after a refresh of all cached pages the gallery is queried once, for any number of visitors and currencies', async () => {
  const before = await stableGalleryQueries();
  await refreshPages(shop, ['gallery']);
  await eventually(async () => {
    const replies = await Promise.all(
      Array.from({ length: 200 }, (_, index) => get('/', CURRENCIES[index % CURRENCIES.length] ?? 'EUR')),
    );
    expect(replies.every(({ status }) => status === 200)).toBe(true);
    expect(await galleryQueries()).toBeGreaterThan(before);
  }, 10_000);
  expect((await stableGalleryQueries()) - before).toBe(1);
});

/** Waits until the count no longer changes: PostgreSQL reports scans up to a second late. */
async function stableGalleryQueries(): Promise<number> {
  for (let last = -1; ; ) {
    const now = await galleryQueries();
    if (now === last) return now;
    last = now;
    await pause(1_200);
  }
}

test('200 sales in one second, while visitors keep looking, cause a few queries, and everyone sees the final state', async () => {
  const artist = await addAccount(shop);
  const soldWorks: Work[] = [];
  for (let count = 0; count < 24; count++) soldWorks.push(await addWork(shop, { artist }));
  const before = await stableGalleryQueries();
  const redis = new Redis(shop.redisUrl);
  let isDone = false;
  let requests = 0;
  const visitors = Array.from({ length: 16 }, async (_, index) => {
    for (let turn = index; !isDone; turn++) {
      const { status } = await get(turn % 2 === 0 ? '/' : '/api/posts', CURRENCIES[turn % CURRENCIES.length] ?? 'EUR');
      expect(status).toBe(200);
      requests++;
    }
  });
  const start = Date.now();
  for (let sale = 0; sale < 200; sale++) {
    const work = soldWorks[sale % soldWorks.length];
    if (sale < soldWorks.length)
      await shop.database.query("UPDATE posts SET status = 'SOLD', sold_at = now() WHERE id = $1", [work?.id]);
    const tags = ['gallery', `post:${work?.slug}`, `artist:${artist.username}`];
    await redis.publish('live', JSON.stringify({ tags, post: null, orderId: null }));
    // Spreads the sales over one second.
    await pause(Math.max(0, start + (sale + 1) * 5 - Date.now()));
  }
  await eventually(async () => {
    for (const currency of CURRENCIES) {
      const { posts } = JSON.parse((await get('/api/posts', currency)).text) as { posts: { status: string }[] };
      expect(posts.map(({ status }) => status)).toEqual(Array.from({ length: 24 }, () => 'SOLD'));
    }
  }, 20_000);
  const elapsed = Date.now() - start;
  isDone = true;
  await Promise.all(visitors);
  redis.disconnect();
  // One query per quarter of a second, and another where a query overlapped a refresh and may have seen the old state:
  // a few each time, not one for each sale or each visitor.
  expect((await stableGalleryQueries()) - before).toBeLessThanOrEqual(4 * (Math.ceil(elapsed / 250) + 1));
  // Even on a slow machine every visitor made several requests.
  expect(requests).toBeGreaterThan(3 * visitors.length);
});
