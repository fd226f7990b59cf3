import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { seededRandom } from '../../dev/seeded-random.ts';
import { signPayload } from '../../dev/stripe/webhooks/sign-payload.ts';
import { step } from '../../dev/terminal.ts';
import type { OwnShop } from '../shop/own-shop.ts';
import { addHeldWorks, postId, slugOf } from '../shop/works.ts';
import { clearAway } from './clear-away.ts';
import type { Numbers } from './numbers.ts';
import { type OpenPage, openPage } from './open-page.ts';
import type { PaidEvent } from './paid-events.ts';

const A_SECOND = 200;
/** The first do not count: programs warm up. */
const WARM_UP = 5 * A_SECOND;
const PATIENCE = 60_000;

type Options = { events: number; numbers: Numbers; paidEvent: (number: number) => PaidEvent };

/** How long it took, milliseconds, from the moment a webhook was sent: one number for each event. */
export type UntilSold = {
  ratePerSecond: number;
  inDatabase: number[];
  heardByPage: number[];
  shownOnPage: number[];
  missing: number;
};

/** Sends `events` webhooks, 200 a second, while one browser has the gallery open, and looks when each sale was there. */
export async function measureUntilSold(shop: OwnShop, { events, numbers, paidEvent }: Options): Promise<UntilSold> {
  const count = WARM_UP + events;
  const first = numbers.take(count);
  await clearAway(shop.database);
  await addHeldWorks(shop.database, first, count);
  await shop.processes.start('worker');
  const page = await openGallery(shop, slugOf(first + count - 1));
  const visible = new Set(await page.works());
  const all = Array.from({ length: count }, (_, index) => first + index);
  // Those on the page come after the warm-up, anywhere among the others.
  const others = all.filter((number) => !visible.has(slugOf(number)));
  const counted = shuffle([...others.slice(WARM_UP), ...all.filter((number) => visible.has(slugOf(number)))]);
  const sent = await step(
    `${count} webhooks, ${A_SECOND} a second`,
    async () => {
      await sendAll(shop, others.slice(0, WARM_UP).map(paidEvent));
      return sendAll(shop, counted.map(paidEvent));
    },
    { long: true },
  );
  const committed = await commitTimes(shop, first, count);
  // What is committed is on its way to the page.
  await pause(2_000);
  await shop.processes.stop('worker');
  const { heard, shown } = await page.seen();
  const took = (times: (number: number) => number | undefined) =>
    counted.flatMap((number, index) => {
      const at = times(number);
      return at === undefined ? [] : [at - (sent.times[index] ?? 0)];
    });
  const inDatabase = took((number) => committed.get(postId(number)));
  return {
    ratePerSecond: sent.rate,
    inDatabase,
    heardByPage: took((number) => heard[postId(number)]),
    shownOnPage: took((number) => shown[slugOf(number)]),
    missing: counted.length - inDatabase.length,
  };
}

/** A cached gallery may be of an earlier measurement. */
async function openGallery({ url, redisUrl }: OwnShop, newest: string): Promise<OpenPage> {
  const redis = new Redis(redisUrl);
  await redis.publish('live', JSON.stringify({ tags: ['gallery'], post: null, orderId: null }));
  redis.disconnect();
  for (const deadline = Date.now() + PATIENCE; Date.now() < deadline; await pause(100)) {
    if ((await (await fetch(url)).text()).includes(newest)) break;
  }
  const page = await openPage(url);
  await page.waitFor(newest);
  return page;
}

/** One after the other at an even pace, whether the ones before are answered or not. */
async function sendAll(shop: OwnShop, events: PaidEvent[]): Promise<{ times: number[]; rate: number }> {
  const times: number[] = [];
  const answers: Promise<void>[] = [];
  const start = performance.now();
  for (const [index, event] of events.entries()) {
    const wait = start + (index * 1000) / A_SECOND - performance.now();
    if (wait > 0) await pause(wait);
    times.push(Date.now());
    answers.push(send(shop, event));
  }
  const rate = (events.length * 1000) / (performance.now() - start);
  await Promise.all(answers);
  return { times, rate };
}

/** Again after a second when the shop does not take it, as Stripe does; the time counts from the first try. */
async function send({ url, secrets }: OwnShop, { body }: PaidEvent): Promise<void> {
  for (const deadline = Date.now() + PATIENCE; ; await pause(1_000)) {
    const signature = signPayload(body, [secrets.STRIPE_WEBHOOK_SECRET], Math.floor(Date.now() / 1000));
    const headers = { 'content-type': 'application/json', 'stripe-signature': signature };
    const sending = fetch(`${url}/api/webhooks/stripe`, { method: 'POST', body, headers });
    const status = await sending.then(
      (response) => response.arrayBuffer().then(() => response.status),
      () => 503,
    );
    if (status === 200) return;
    if (status !== 503 || Date.now() > deadline) throw new Error(`a webhook was answered with ${status}`);
  }
}

/** When each sale could be seen by everybody who asks the database, Unix milliseconds by post id. */
async function commitTimes({ database }: OwnShop, first: number, count: number): Promise<Map<string, number>> {
  for (const deadline = Date.now() + PATIENCE; ; await pause(500)) {
    const { rows } = await database.query<{ id: string; at: number }>(
      `SELECT id, extract(epoch FROM pg_xact_commit_timestamp(xmin))::float8 * 1000 AS at FROM posts
       WHERE id BETWEEN $1 AND $2 AND status = 'SOLD'`,
      [postId(first), postId(first + count - 1)],
    );
    if (rows.length === count || Date.now() > deadline) return new Map(rows.map(({ id, at }) => [id, at]));
  }
}

function shuffle<T>(list: T[]): T[] {
  const random = seededRandom(1);
  return list
    .map((one) => ({ one, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ one }) => one);
}
