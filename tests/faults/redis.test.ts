import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { startRedis } from '../../dev/redis/start-redis.ts';
import { eventually } from '../support/eventually.ts';
import { signInOverHttp } from '../support/http/sign-in-over-http.ts';
import {
  type Checkout,
  payAtStripe,
  saleStateOf,
  startCheckoutOverHttp,
} from '../support/http/start-checkout-over-http.ts';
import { expectInvariants } from '../support/shop/expect-invariants.ts';
import { entryFields, openEventStream, type TestEventStream } from '../support/shop/open-event-stream.ts';
import { pauseReconciliation, resumeReconciliation } from '../support/shop/pause-reconciliation.ts';
import { addAccount, addWork, type Work } from '../support/shop/shop-data.ts';
import { type Shop, startShop } from '../support/shop/start-shop.ts';
import { controlStripe, type EmulatorEvent, eventOf } from '../support/stripe/control-stripe.ts';

let shop: Shop;
let stream: TestEventStream;
let restartedRedis: { stop(): Promise<void> } | undefined;
let work: Work;
let checkout: Checkout;

beforeAll(async () => {
  shop = await startShop(inject('postgresUrl'), { proxied: ['redis'] });
  stream = openEventStream(shop.redisUrl);
});

afterAll(async () => {
  stream?.close();
  await restartedRedis?.stop();
  await shop?.stop();
});

beforeEach(async () => {
  await shop.recover();
  // Sales are processed through the stream alone, except in the tests about reconciliation.
  await pauseReconciliation(shop);
  work = await addWork(shop);
  checkout = await startCheckoutOverHttp(shop, work);
});

const completed = (): Promise<EmulatorEvent> => eventOf(shop, checkout.sessionId, 'checkout.session.completed');
const expectWebhookStatus = (status: number) =>
  eventually(async () => expect((await completed()).delivery.lastAnswer).toBe(status));
const expectSold = (within = 10_000) =>
  eventually(
    async () =>
      expect(await saleStateOf(shop, checkout.orderId)).toMatchObject({ order: 'PAID', post: 'SOLD', flag: null }),
    within,
  );
const entriesOf = async (event: { id: string }) =>
  (await stream.entries()).filter(({ fields }) => fields.id === event.id);

/** Events that arrive from now on stay on the stream. */
async function killWorker(): Promise<void> {
  await stream.waitForReaders(1);
  shop.kill('worker');
  await stream.waitForReaders(0);
}

test('with Redis down webhooks get 503 and are retried, sign-in is refused with a message, and reading and buying work', async () => {
  const account = await addAccount(shop);
  shop.proxies.redis.refuse();
  await payAtStripe(shop, checkout.sessionId);
  await expectWebhookStatus(503);
  expect((await completed()).delivery.state).toBe('pending');

  for (const page of ['/', `/posts/${work.slug}`, '/api/posts']) {
    expect({ page, status: (await fetch(shop.url + page)).status }).toEqual({ page, status: 200 });
  }
  const refused = await signInOverHttp(shop, account.username);
  expect(refused.cookie).toBeNull();
  expect(refused.page).toContain('This cannot be done right now. Please try again in a minute.');
  const other = await startCheckoutOverHttp(shop, await addWork(shop));
  expect(await saleStateOf(shop, other.orderId)).toMatchObject({ order: 'HELD', held: true });
  expect(await (await fetch(`${shop.url}/api/health`)).json()).toMatchObject({ redis: 'failing', database: 'ok' });
  expect(await saleStateOf(shop, checkout.orderId)).toMatchObject({ order: 'HELD' });

  shop.proxies.redis.pass();
  await expectSold(30_000);
  await eventually(async () => expect((await signInOverHttp(shop, account.username)).cookie).not.toBeNull());
  await expectInvariants(shop);
});

test('if the reply to XADD is lost, the event is on the stream more than once and the work is sold once', async () => {
  await killWorker();
  shop.proxies.redis.dropReplies();
  await payAtStripe(shop, checkout.sessionId);
  await expectWebhookStatus(503);
  const event = await completed();
  expect(await entriesOf(event)).not.toHaveLength(0);

  shop.proxies.redis.pass();
  await eventually(async () => expect((await completed()).delivery.state).toBe('delivered'), 30_000);
  expect((await entriesOf(event)).length).toBeGreaterThan(1);
  await shop.restart('worker');
  await expectSold();
  await expectInvariants(shop);
});

test('if Redis is killed right after the 200, the event is still on the stream afterwards, and the work is sold', async () => {
  await killWorker();
  await payAtStripe(shop, checkout.sessionId);
  await expectWebhookStatus(200);
  // With a slow disk Redis writes its file up to two seconds later: docs/decisions/0004-event-delivery.md.
  await eventually(async () => expect(await stream.redis.info('persistence')).toContain('aof_buffer_length:0\r\n'));
  killRedis();
  await eventually(() => expect(stream.redis.status).not.toBe('ready'));
  restartedRedis = await startRedis({ dataDir: shop.dataDir, port: Number(new URL(shop.redisUrl).port) });
  expect(await entriesOf(await completed())).toHaveLength(1);
  await shop.restart('worker');
  await expectSold();
  await expectInvariants(shop);
});

function killRedis(): void {
  const [pid] = readFileSync(path.join(shop.dataDir, 'redis', 'redis.pid'), 'utf8').split('\n');
  process.kill(Number(pid), 'SIGKILL');
}

test('after a flush during a blocked read the group is created again, and an event added after the flush is applied', async () => {
  await controlStripe(shop, 'delivery', { mode: 'drop' });
  await payAtStripe(shop, checkout.sessionId);
  await controlStripe(shop, 'delivery', {});
  const { delivery: _, ...event } = await completed();
  await stream.waitForReaders(1);
  // One transaction: the event is there before any worker can create the group.
  await stream.redis
    .multi()
    .flushall()
    .xadd('stripe:events', '*', ...entryFields(event, JSON.stringify(event)))
    .exec();
  await expectSold();

  const next = await startCheckoutOverHttp(shop, await addWork(shop));
  await payAtStripe(shop, next.sessionId);
  await eventually(async () => expect(await saleStateOf(shop, next.orderId)).toMatchObject({ order: 'PAID' }));
  await expectInvariants(shop);
});

test('an event that is flushed after the 200 is backfilled from Stripe’s list of events', async () => {
  await killWorker();
  await payAtStripe(shop, checkout.sessionId);
  await expectWebhookStatus(200);
  await stream.redis.flushall();
  // The reconciler leaves the newest events to the webhook.
  const { id, created } = await completed();
  await eventually(() => expect(Date.now() / 1000 - created).toBeGreaterThan(15), 20_000);
  await resumeReconciliation(shop, ['events']);
  await shop.restart('worker');
  await expectSold();
  const { rows } = await shop.database.query('SELECT outcome FROM stripe_events WHERE id = $1', [id]);
  expect(rows).toEqual([{ outcome: 'applied' }]);
  expect(await stream.totalAdded()).toBe(0);
  await expectInvariants(shop);
});

test('if its events are lost for good, the order is reconciled by asking Stripe', async () => {
  await killWorker();
  await payAtStripe(shop, checkout.sessionId);
  await expectWebhookStatus(200);
  await stream.redis.flushall();
  await shop.database.query("UPDATE orders SET created_at = now() - interval '3 minutes' WHERE id = $1", [
    checkout.orderId,
  ]);
  await shop.restart('worker');
  await expectSold();
  expect(await stream.totalAdded()).toBe(0);
  await expectInvariants(shop);
});
