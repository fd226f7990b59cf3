import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { startRedis } from '../../dev/redis/start-redis.ts';
import { expectSound } from '../support/database/invariants.ts';
import { type EventStream, eventStream } from '../support/event-stream.ts';
import { eventually } from '../support/eventually.ts';
import { type Checkout, payAtStripe, saleOf, startCheckoutOverHttp } from '../support/http/buyer.ts';
import { signInOverHttp } from '../support/http/sign-in.ts';
import { holdReconciler, releaseReconciler } from '../support/shop/hold-reconciler.ts';
import { type Shop, startShop } from '../support/shop/shop.ts';
import { addPerson, addWork, type Work } from '../support/shop/shop-data.ts';
import { eventOf, orderStripe, type SentEvent } from '../support/stripe/stripe-control.ts';

let shop: Shop;
let stream: EventStream;
let revived: { stop(): Promise<void> } | undefined;
let work: Work;
let bought: Checkout;

beforeAll(async () => {
  shop = await startShop(inject('postgresUrl'), { proxied: ['redis'] });
  stream = eventStream(shop.redisUrl);
});

afterAll(async () => {
  stream?.close();
  await revived?.stop();
  await shop?.stop();
});

beforeEach(async () => {
  // Each sale has to come home by the stream alone, unless the test is about something else.
  await holdReconciler(shop);
  work = await addWork(shop);
  bought = await startCheckoutOverHttp(shop, work);
});

const completed = (): Promise<SentEvent> => eventOf(shop, bought.sessionId, 'checkout.session.completed');
const answered = (answer: number) =>
  eventually(async () => expect((await completed()).delivery.lastAnswer).toBe(answer));
const sold = (within = 10_000) =>
  eventually(
    async () => expect(await saleOf(shop, bought.orderId)).toMatchObject({ order: 'PAID', post: 'SOLD', flag: null }),
    within,
  );
const entriesOf = async (event: { id: string }) =>
  (await stream.entries()).filter(({ fields }) => fields.id === event.id);

/** What comes in from now on stays on the stream. */
async function withoutWorker(): Promise<void> {
  await stream.untilRead(1);
  shop.kill('worker');
  await stream.untilRead(0);
}

test('Redis down: webhooks get 503 and come again, signing in is closed with a sentence, reading and buying go on', async () => {
  const person = await addPerson(shop);
  shop.proxies.redis.refuse();
  await payAtStripe(shop, bought.sessionId);
  await answered(503);
  expect((await completed()).delivery.state).toBe('pending');

  for (const page of ['/', `/posts/${work.slug}`, '/api/posts']) {
    expect({ page, status: (await fetch(shop.url + page)).status }).toEqual({ page, status: 200 });
  }
  const refused = await signInOverHttp(shop, person.username);
  expect(refused.cookie).toBeNull();
  expect(refused.page).toContain('This cannot be done right now. Please try again in a minute.');
  const other = await startCheckoutOverHttp(shop, await addWork(shop));
  expect(await saleOf(shop, other.orderId)).toMatchObject({ order: 'HELD', held: true });
  expect(await (await fetch(`${shop.url}/api/health`)).json()).toMatchObject({ redis: 'failing', database: 'ok' });
  expect(await saleOf(shop, bought.orderId)).toMatchObject({ order: 'HELD' });

  shop.proxies.redis.pass();
  await sold(30_000);
  await eventually(async () => expect((await signInOverHttp(shop, person.username)).cookie).not.toBeNull());
  await expectSound(shop);
});

test('the answer to XADD is lost: the event is on the stream more than once, and sold is once', async () => {
  await withoutWorker();
  shop.proxies.redis.dropReplies();
  await payAtStripe(shop, bought.sessionId);
  await answered(503);
  const event = await completed();
  expect(await entriesOf(event)).not.toHaveLength(0);

  shop.proxies.redis.pass();
  await eventually(async () => expect((await completed()).delivery.state).toBe('delivered'), 30_000);
  expect((await entriesOf(event)).length).toBeGreaterThan(1);
  await shop.restart('worker');
  await sold();
  await expectSound(shop);
});

test('Redis killed right after the 200: the event is still on the stream when it is back, and the work is sold', async () => {
  await withoutWorker();
  await payAtStripe(shop, bought.sessionId);
  await answered(200);
  killRedis();
  await eventually(() => expect(stream.redis.status).not.toBe('ready'));
  revived = await startRedis({ dataDir: shop.dataDir, port: Number(new URL(shop.redisUrl).port) });
  expect(await entriesOf(await completed())).toHaveLength(1);
  await shop.restart('worker');
  await sold();
  await expectSound(shop);
});

function killRedis(): void {
  const [pid] = readFileSync(path.join(shop.dataDir, 'redis', 'redis.pid'), 'utf8').split('\n');
  process.kill(Number(pid), 'SIGKILL');
}

test('everything flushed during a blocked read: the group is made again from the beginning, and what came after the flush is applied', async () => {
  await orderStripe(shop, 'delivery', { mode: 'drop' });
  await payAtStripe(shop, bought.sessionId);
  await orderStripe(shop, 'delivery', {});
  const { delivery: _, ...event } = await completed();
  await stream.untilRead(1);
  // In one step: the event is there before any worker can have made the group.
  await stream.redis
    .multi()
    .flushall()
    .xadd('stripe:events', '*', 'id', event.id, 'type', event.type, 'event', JSON.stringify(event))
    .exec();
  await sold();

  const next = await startCheckoutOverHttp(shop, await addWork(shop));
  await payAtStripe(shop, next.sessionId);
  await eventually(async () => expect(await saleOf(shop, next.orderId)).toMatchObject({ order: 'PAID' }));
  await expectSound(shop);
});

test('an event that was answered with 200 and then flushed comes home from Stripe’s list of events', async () => {
  await withoutWorker();
  await payAtStripe(shop, bought.sessionId);
  await answered(200);
  await stream.redis.flushall();
  // The reconciler leaves the youngest to the webhook.
  const { id, created } = await completed();
  await eventually(() => expect(Date.now() / 1000 - created).toBeGreaterThan(15), 20_000);
  await releaseReconciler(shop, ['events']);
  await shop.restart('worker');
  await sold();
  const { rows } = await shop.database.query('SELECT outcome FROM stripe_events WHERE id = $1', [id]);
  expect(rows).toEqual([{ outcome: 'applied' }]);
  expect(await stream.added()).toBe(0);
  await expectSound(shop);
});

test('with the events lost for good, the order comes home by asking Stripe about it', async () => {
  await withoutWorker();
  await payAtStripe(shop, bought.sessionId);
  await answered(200);
  await stream.redis.flushall();
  await shop.database.query("UPDATE orders SET created_at = now() - interval '3 minutes' WHERE id = $1", [
    bought.orderId,
  ]);
  await shop.restart('worker');
  await sold();
  expect(await stream.added()).toBe(0);
  await expectSound(shop);
});
