import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { deferScripts } from '#server/next-internals/defer-scripts.ts';
import { eventually } from '../support/eventually.ts';
import { type Shop, startShop } from '../support/shop/shop.ts';
import { addPerson, addWork, refreshPages, type Work } from '../support/shop/shop-data.ts';

const CURRENCIES = ['EUR', 'USD', 'JPY', 'CHF', 'KWD'];
const FORMS: Record<string, string>[] = [{}, { rsc: '1' }];

let shop: Shop;
let works: Work[];

beforeAll(async () => {
  // Nobody but the web process asks the database by this way.
  shop = await startShop(inject('postgresUrl'), { proxied: ['database'], workers: 0 });
  const artist = await addPerson(shop);
  works = [];
  for (let count = 0; count < 30; count++) works.push(await addWork(shop, { artist }));
  await untilRefreshed();
});

afterAll(() => shop?.stop());

/**
 * Waits until the pages have heard of all changes so far. They hear of them in their order, and a page of which nothing
 * was said before shows the last one. A page that is being made meanwhile is not kept, and another making of it has its
 * parts in another order.
 */
async function untilRefreshed(): Promise<void> {
  const artist = await addPerson(shop);
  const page = async () => (await ask(`/artists/${artist.username}`, 'EUR')).text;
  await page();
  const { title } = await addWork(shop, { artist });
  await eventually(async () => expect(await page()).toContain(title));
}

type Answer = { status: number; text: string };

async function ask(path: string, currency: string, headers: Record<string, string> = {}): Promise<Answer> {
  const answer = await fetch(shop.url + path, { headers: { ...headers, cookie: `currency=${currency}` } });
  return { status: answer.status, text: await answer.text() };
}

async function addresses(): Promise<string[]> {
  const first = JSON.parse((await ask('/api/posts', 'EUR')).text) as { next: string };
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

test('what was seen once reaches PostgreSQL no more: not one byte, in any currency or form', async () => {
  const all = await addresses();
  const visit = async () => {
    const answers: Record<string, Answer> = {};
    for (const currency of CURRENCIES)
      for (const path of all)
        for (const form of FORMS)
          answers[`${currency} ${path} ${JSON.stringify(form)}`] = await ask(path, currency, form);
    return answers;
  };
  const first = await visit();
  const sent = shop.proxies.database.sent();
  const second = await visit();
  expect(shop.proxies.database.sent() - sent).toBe(0);
  // But for the place of the scripts it is what the first one got.
  for (const [name, answer] of Object.entries(second)) {
    const { text = '', ...rest } = first[name] ?? {};
    expect(answer, name).toEqual({ ...rest, text: deferScripts(text) });
  }
  const statuses = Object.entries(first).map(([name, { status }]) => `${name.split(' ')[1]} ${status}`);
  expect(statuses).toContain('/api/posts?sort=worst 400');
  expect(statuses).toContain('/posts/no-such-work 404');
  expect(statuses).toContain('/api/posts?artist=nobody 404');
  expect(first['JPY / {}']?.text).not.toBe(first['EUR / {}']?.text);
  // Something else is asked for, which is what the zero above would not see.
  await ask('/posts/another-that-nobody-has-asked-for', 'EUR');
  expect(shop.proxies.database.sent() - sent).toBeGreaterThan(0);
});

/** How often the order of the gallery has been read: once for each time its query ran. */
async function galleryQueries(): Promise<number> {
  const { rows } = await shop.database.query<{ scans: number }>(
    `SELECT idx_scan::int AS scans FROM pg_stat_user_indexes WHERE indexrelname = 'posts_gallery'`,
  );
  return rows[0]?.scans ?? 0;
}

test('when all copies are old at once, the gallery is asked for once, however many come in however many currencies', async () => {
  const before = await countWhenQuiet();
  await refreshPages(shop, ['gallery']);
  await eventually(async () => {
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) => ask('/', CURRENCIES[index % CURRENCIES.length] ?? 'EUR')),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(await galleryQueries()).toBeGreaterThan(before);
  }, 10_000);
  expect((await countWhenQuiet()) - before).toBe(1);
});

/** The count of scans comes up to a second late. */
async function countWhenQuiet(): Promise<number> {
  for (let last = -1; ; ) {
    const now = await galleryQueries();
    if (now === last) return now;
    last = now;
    await pause(1_200);
  }
}

test('200 sales within a second, while hundreds look: a handful of queries, and the last state is what all see', async () => {
  const artist = await addPerson(shop);
  const sold: Work[] = [];
  for (let count = 0; count < 24; count++) sold.push(await addWork(shop, { artist }));
  const before = await countWhenQuiet();
  const redis = new Redis(shop.redisUrl);
  let isOver = false;
  let seen = 0;
  const visitors = Array.from({ length: 16 }, async (_, index) => {
    for (let turn = index; !isOver; turn++) {
      const { status } = await ask(turn % 2 === 0 ? '/' : '/api/posts', CURRENCIES[turn % CURRENCIES.length] ?? 'EUR');
      expect(status).toBe(200);
      seen++;
    }
  });
  const start = Date.now();
  for (let sale = 0; sale < 200; sale++) {
    const work = sold[sale % sold.length];
    if (sale < sold.length)
      await shop.database.query("UPDATE posts SET status = 'SOLD', sold_at = now() WHERE id = $1", [work?.id]);
    const tags = ['gallery', `post:${work?.slug}`, `artist:${artist.username}`];
    await redis.publish('live', JSON.stringify({ tags, post: null, orderId: null }));
    // Spread over the second that is measured.
    await pause(Math.max(0, start + (sale + 1) * 5 - Date.now()));
  }
  await eventually(async () => {
    for (const currency of CURRENCIES) {
      const { posts } = JSON.parse((await ask('/api/posts', currency)).text) as { posts: { status: string }[] };
      expect(posts.map(({ status }) => status)).toEqual(Array.from({ length: 24 }, () => 'SOLD'));
    }
  }, 20_000);
  const took = Date.now() - start;
  isOver = true;
  await Promise.all(visitors);
  redis.disconnect();
  // Once at each quarter of a second, and again where a query had begun in the very milliseconds of a refresh, so that
  // nobody knows which state it saw: a few each time, not one for each sale or for each of those who look.
  expect((await countWhenQuiet()) - before).toBeLessThanOrEqual(4 * (Math.ceil(took / 250) + 1));
  // Even where the machine is slow, each of them has looked again and again.
  expect(seen).toBeGreaterThan(3 * visitors.length);
});
