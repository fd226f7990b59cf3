import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { seededRandom } from '../../dev/seeded-random.ts';
import { signPayload } from '../../dev/stripe/webhooks/sign-payload.ts';
import { step } from '../../dev/terminal.ts';
import type { OwnShop } from '../shop/own-shop.ts';
import { addHeldWorks, postId, slugOf } from '../shop/works.ts';
import { type OpenPage, openPage } from './open-page.ts';
import type { PaidEvent } from './paid-events.ts';
import { resetBetweenRuns } from './reset-between-runs.ts';
import type { WorkNumbers } from './work-numbers.ts';

const WEBHOOKS_PER_SECOND = 200;
/** The first webhooks do not count: programs warm up. */
const WARM_UP_WEBHOOKS = 5 * WEBHOOKS_PER_SECOND;
const TIMEOUT_MS = 60_000;

type Options = { events: number; numbers: WorkNumbers; paidEvent: (number: number) => PaidEvent };

/** Milliseconds since the webhook was sent, one number for each event. */
export type SaleLatency = {
  ratePerSecond: number;
  inDatabase: number[];
  receivedByPage: number[];
  shownOnPage: number[];
  missing: number;
};

/**
 * Sends `events` webhooks, 200 a second, while a browser has the gallery open, and measures when each sale is there.
 */
export async function measureSaleLatency(shop: OwnShop, { events, numbers, paidEvent }: Options): Promise<SaleLatency> {
  const count = WARM_UP_WEBHOOKS + events;
  const first = numbers.allocate(count);
  await resetBetweenRuns(shop.database);
  await addHeldWorks(shop.database, first, count);
  await shop.processes.start('worker');
  const page = await openGallery(shop, slugOf(first + count - 1));
  const visible = new Set(await page.works());
  const all = Array.from({ length: count }, (_, index) => first + index);
  // The works on the page are sold after the warm-up, at random positions among the others.
  const others = all.filter((number) => !visible.has(slugOf(number)));
  const counted = shuffle([...others.slice(WARM_UP_WEBHOOKS), ...all.filter((number) => visible.has(slugOf(number)))]);
  const sent = await step(
    `${count} webhooks, ${WEBHOOKS_PER_SECOND} a second`,
    async () => {
      await sendAll(shop, others.slice(0, WARM_UP_WEBHOOKS).map(paidEvent));
      return sendAll(shop, counted.map(paidEvent));
    },
    { long: true },
  );
  const committed = await commitTimes(shop, first, count);
  // The last commits may still be on their way to the page.
  await pause(2_000);
  await shop.processes.stop('worker');
  const { received, shown } = await page.observed();
  const latencies = (timeOf: (number: number) => number | undefined) =>
    counted.flatMap((number, index) => {
      const at = timeOf(number);
      return at === undefined ? [] : [at - (sent.times[index] ?? 0)];
    });
  const inDatabase = latencies((number) => committed.get(postId(number)));
  return {
    ratePerSecond: sent.rate,
    inDatabase,
    receivedByPage: latencies((number) => received[postId(number)]),
    shownOnPage: latencies((number) => shown[slugOf(number)]),
    missing: counted.length - inDatabase.length,
  };
}

/** The cached gallery may be from an earlier measurement, so it is refreshed first. */
async function openGallery({ url, redisUrl }: OwnShop, newest: string): Promise<OpenPage> {
  const redis = new Redis(redisUrl);
  await redis.publish('live', JSON.stringify({ tags: ['gallery'], post: null, orderId: null }));
  redis.disconnect();
  for (const deadline = Date.now() + TIMEOUT_MS; Date.now() < deadline; await pause(100)) {
    if ((await (await fetch(url)).text()).includes(newest)) break;
  }
  const page = await openPage(url);
  await page.waitFor(newest);
  return page;
}

/** Sends events at an even pace, without waiting for earlier responses. */
async function sendAll(shop: OwnShop, events: PaidEvent[]): Promise<{ times: number[]; rate: number }> {
  const times: number[] = [];
  const responses: Promise<void>[] = [];
  const start = performance.now();
  for (const [index, event] of events.entries()) {
    const wait = start + (index * 1000) / WEBHOOKS_PER_SECOND - performance.now();
    if (wait > 0) await pause(wait);
    times.push(Date.now());
    responses.push(send(shop, event));
  }
  const rate = (events.length * 1000) / (performance.now() - start);
  await Promise.all(responses);
  return { times, rate };
}

/** Retries after a second if the shop does not accept it, as Stripe does; the time counts from the first attempt. */
async function send({ url, secrets }: OwnShop, { body }: PaidEvent): Promise<void> {
  for (const deadline = Date.now() + TIMEOUT_MS; ; await pause(1_000)) {
    const signature = signPayload(body, [secrets.STRIPE_WEBHOOK_SECRET], Math.floor(Date.now() / 1000));
    const headers = { 'content-type': 'application/json', 'stripe-signature': signature };
    const sending = fetch(`${url}/api/webhooks/stripe`, { method: 'POST', body, headers });
    const status = await sending.then(
      (response) => response.arrayBuffer().then(() => response.status),
      () => 503,
    );
    if (status === 200) return;
    if (status !== 503 || Date.now() > deadline) throw new Error(`a webhook got status ${status}`);
  }
}

/** When each sale was committed, Unix milliseconds by post id. */
async function commitTimes({ database }: OwnShop, first: number, count: number): Promise<Map<string, number>> {
  for (const deadline = Date.now() + TIMEOUT_MS; ; await pause(500)) {
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
    .map((one) => ({ one, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ one }) => one);
}
