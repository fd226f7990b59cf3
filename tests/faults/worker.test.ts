import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import {
  type Checkout,
  payAtStripe,
  rowsOfPaidOrder,
  saleStateOf,
  startCheckoutOverHttp,
} from '../support/http/start-checkout-over-http.ts';
import { expectInvariants } from '../support/shop/expect-invariants.ts';
import { openEventStream, type TestEventStream } from '../support/shop/open-event-stream.ts';
import { pauseReconciliation } from '../support/shop/pause-reconciliation.ts';
import { addWork } from '../support/shop/shop-data.ts';
import { type Shop, startShop } from '../support/shop/start-shop.ts';

/** Idle time after which another worker claims an event: see ConsumerOptions.claimAfter in worker/consumer.ts. */
const CLAIM_AFTER_MS = 31_000;

let shop: Shop;
let stream: TestEventStream;
let checkout: Checkout;

beforeAll(async () => {
  shop = await startShop(inject('postgresUrl'), { proxied: ['redis'], workers: 2 });
  stream = openEventStream(shop.redisUrl);
  // Sales are processed through the stream alone.
  await pauseReconciliation(shop);
});

afterAll(async () => {
  stream?.close();
  await shop?.stop();
});

beforeEach(async () => {
  shop.kill('worker-2');
  await shop.recover();
  await stream.waitForReaders(1);
  checkout = await startCheckoutOverHttp(shop, await addWork(shop));
});

const expectSold = ({ orderId }: Checkout = checkout, within = 10_000) =>
  eventually(
    async () => expect(await saleStateOf(shop, orderId)).toMatchObject({ order: 'PAID', post: 'SOLD', flag: null }),
    within,
  );
const expectNoDeadLetters = async () => expect(await stream.deadLetters()).toEqual([]);

/** Makes every transaction that changes one of these orders wait until the returned function is called. */
async function lockOrders(checkouts: Checkout[]): Promise<() => Promise<void>> {
  const client = await shop.database.connect();
  await client.query('BEGIN');
  await client.query('SELECT FROM orders WHERE id = ANY($1) FOR UPDATE', [checkouts.map(({ orderId }) => orderId)]);
  return async () => {
    await client.query('ROLLBACK');
    client.release();
  };
}

/** How many backends of this database wait for a lock, and how many are idle in a transaction. */
async function openTransactions(): Promise<{ waiting: number; idle: number }> {
  const { rows } = await shop.database.query<{ waiting: number; idle: number }>(`
    SELECT count(*) FILTER (WHERE wait_event_type = 'Lock')::int AS waiting,
      count(*) FILTER (WHERE state LIKE 'idle in transaction%')::int AS idle
    FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'makeyourspace'`);
  return rows[0] ?? { waiting: 0, idle: 0 };
}
const untilWorkerWaits = () => eventually(async () => expect(await openTransactions()).toMatchObject({ waiting: 1 }));

test('a worker killed before its commit leaves nothing half done, and the next one completes the sale', async () => {
  const unlock = await lockOrders([checkout]);
  await payAtStripe(shop, checkout.sessionId);
  await untilWorkerWaits();
  shop.kill('worker');
  await unlock();
  await eventually(async () => expect(await openTransactions()).toEqual({ waiting: 0, idle: 0 }));
  expect(await saleStateOf(shop, checkout.orderId)).toMatchObject({ order: 'HELD', post: 'LISTED', held: true });
  expect(await rowsOfPaidOrder(shop, checkout)).toEqual({ events: 0, messages: 0, charges: 0 });
  expect(await stream.pending()).toHaveLength(1);

  await stream.setIdleTime(CLAIM_AFTER_MS);
  await shop.restart('worker');
  await expectSold();
  expect(await rowsOfPaidOrder(shop, checkout)).toEqual({ events: 1, messages: 2, charges: 1 });
  await expectNoDeadLetters();
  await expectInvariants(shop);
});

test('if a worker is killed after its commit and before XACK, the event is delivered again and changes nothing', async () => {
  const unlock = await lockOrders([checkout]);
  await payAtStripe(shop, checkout.sessionId);
  await untilWorkerWaits();
  // The worker cannot reach Redis, but its transaction needs only PostgreSQL and continues.
  shop.proxies.redis.refuse();
  await unlock();
  await expectSold();
  shop.kill('worker');
  shop.proxies.redis.pass();
  const [left] = await stream.pending();
  expect(left).toMatchObject({ deliveries: 1 });

  await stream.setIdleTime(CLAIM_AFTER_MS);
  await shop.restart('worker');
  await eventually(async () => expect(await stream.pending()).toEqual([]));
  await expectSold();
  expect(await rowsOfPaidOrder(shop, checkout)).toEqual({ events: 1, messages: 2, charges: 1 });
  await expectNoDeadLetters();
  await expectInvariants(shop);
});

test('when a worker frozen past its claim time resumes, another has taken over, and each work is sold once', async () => {
  shop.kill('worker');
  await stream.waitForReaders(0);
  // More than a worker handles at once: some freeze within their transaction, the others are read but not yet begun.
  const all = await Promise.all(
    Array.from({ length: 8 }, async () => startCheckoutOverHttp(shop, await addWork(shop))),
  );
  const unlock = await lockOrders(all);
  const before = await stream.totalAdded();
  for (const { sessionId } of all) await payAtStripe(shop, sessionId);
  await eventually(async () => expect((await stream.totalAdded()) - before).toBe(8));
  await shop.restart('worker');
  await eventually(async () => expect((await openTransactions()).waiting).toBeGreaterThan(0));
  shop.signal('worker', 'SIGSTOP');
  expect((await openTransactions()).waiting).toBeLessThan(8);
  expect(await stream.pending()).toHaveLength(8);
  await unlock();
  await eventually(async () => expect((await openTransactions()).waiting).toBe(0));
  expect((await openTransactions()).idle).toBeGreaterThan(0);
  // PostgreSQL ends a transaction whose client stays idle.
  await eventually(async () => expect(await openTransactions()).toEqual({ waiting: 0, idle: 0 }), 20_000);
  for (const { orderId } of all) expect(await saleStateOf(shop, orderId)).toMatchObject({ order: 'HELD' });

  await stream.setIdleTime(CLAIM_AFTER_MS);
  await shop.restart('worker-2');
  for (const checkout of all) await expectSold(checkout);
  await eventually(async () => expect(await stream.pending()).toEqual([]));

  shop.signal('worker', 'SIGCONT');
  await stream.waitForReaders(2);
  for (const checkout of all)
    expect(await rowsOfPaidOrder(shop, checkout)).toEqual({ events: 1, messages: 2, charges: 1 });
  await expectNoDeadLetters();
  await expectInvariants(shop);
  shop.kill('worker-2');
});

test('after five deliveries unprocessable events become dead letters with their error, and the others still sell', async () => {
  const unreadable = { id: 'evt_unreadable', type: 'checkout.session.completed' };
  await stream.add(unreadable, '{"id":"evt_unreadable","type":');
  // Every field is valid, but PostgreSQL cannot store this time.
  const unstorable = { id: 'evt_unstorable', type: 'checkout.session.expired', created: -9_000_000_000_000_000 };
  const session = { object: 'checkout.session', id: 'cs_test_x', payment_status: 'unpaid' };
  const data = { object: { ...session, amount_total: null, currency: null } };
  await stream.add(unstorable, JSON.stringify({ ...unstorable, data }));
  await payAtStripe(shop, checkout.sessionId);
  await expectSold();
  const next = await startCheckoutOverHttp(shop, await addWork(shop));
  await payAtStripe(shop, next.sessionId);
  await expectSold(next);

  const dead = await eventually(async () => {
    const entries = await stream.deadLetters();
    expect(entries).toHaveLength(2);
    return entries;
  }, 20_000);
  const errors = Object.fromEntries(dead.map(({ fields }) => [fields.id, fields.error]));
  expect(errors.evt_unreadable).toContain('JSON');
  expect(errors.evt_unstorable).toContain('out of range');
  const { rows } = await shop.database.query(
    "SELECT id, outcome FROM stripe_events WHERE id IN ('evt_unreadable', 'evt_unstorable') ORDER BY id",
  );
  expect(rows).toEqual([
    { id: 'evt_unreadable', outcome: 'failed' },
    { id: 'evt_unstorable', outcome: 'failed' },
  ]);
  await expectInvariants(shop);
});
