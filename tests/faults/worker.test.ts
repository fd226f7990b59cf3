import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { expectSound } from '../support/database/invariants.ts';
import { type EventStream, eventStream } from '../support/event-stream.ts';
import { eventually } from '../support/eventually.ts';
import { type Checkout, payAtStripe, saleOf, settledRows, startCheckoutOverHttp } from '../support/http/buyer.ts';
import { holdReconciler } from '../support/shop/hold-reconciler.ts';
import { type Shop, startShop } from '../support/shop/shop.ts';
import { addWork } from '../support/shop/shop-data.ts';

/** Longer than a worker may keep an event to itself: see ConsumerOptions.claimAfter in worker/consumer.ts. */
const CLAIM_TIME = 31_000;

let shop: Shop;
let stream: EventStream;
let bought: Checkout;

beforeAll(async () => {
  shop = await startShop(inject('postgresUrl'), { proxied: ['redis'], workers: 2 });
  stream = eventStream(shop.redisUrl);
  // What happens here happens through the stream.
  await holdReconciler(shop);
  await stream.untilRead(2);
  shop.kill('worker-2');
});

afterAll(async () => {
  stream?.close();
  await shop?.stop();
});

beforeEach(async () => {
  await stream.untilRead(1);
  bought = await startCheckoutOverHttp(shop, await addWork(shop));
});

const sold = ({ orderId }: Checkout = bought, within = 10_000) =>
  eventually(
    async () => expect(await saleOf(shop, orderId)).toMatchObject({ order: 'PAID', post: 'SOLD', flag: null }),
    within,
  );
const expectNoneDead = async () => expect(await stream.dead()).toEqual([]);

/** Whoever settles one of these orders waits in its transaction until the returned function is called. */
async function lockOrders(checkouts: Checkout[]): Promise<() => Promise<void>> {
  const client = await shop.database.connect();
  await client.query('BEGIN');
  await client.query('SELECT FROM orders WHERE id = ANY($1) FOR UPDATE', [checkouts.map(({ orderId }) => orderId)]);
  return async () => {
    await client.query('ROLLBACK');
    client.release();
  };
}

/** How many of this database's backends have a transaction that waits for a lock, or for its client. */
async function openTransactions(): Promise<{ waiting: number; idle: number }> {
  const { rows } = await shop.database.query<{ waiting: number; idle: number }>(`
    SELECT count(*) FILTER (WHERE wait_event_type = 'Lock')::int AS waiting,
      count(*) FILTER (WHERE state LIKE 'idle in transaction%')::int AS idle
    FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'makeyourspace'`);
  return rows[0] ?? { waiting: 0, idle: 0 };
}
const workerWaits = () => eventually(async () => expect(await openTransactions()).toMatchObject({ waiting: 1 }));

test('a worker killed before its commit leaves nothing half done, and the next one sells', async () => {
  const release = await lockOrders([bought]);
  await payAtStripe(shop, bought.sessionId);
  await workerWaits();
  shop.kill('worker');
  await release();
  await eventually(async () => expect(await openTransactions()).toEqual({ waiting: 0, idle: 0 }));
  expect(await saleOf(shop, bought.orderId)).toMatchObject({ order: 'HELD', post: 'LISTED', held: true });
  expect(await settledRows(shop, bought)).toEqual({ events: 0, messages: 0, charges: 0 });
  expect(await stream.pending()).toHaveLength(1);

  await stream.age(CLAIM_TIME);
  await shop.restart('worker');
  await sold();
  expect(await settledRows(shop, bought)).toEqual({ events: 1, messages: 2, charges: 1 });
  await expectNoneDead();
  await expectSound(shop);
});

test('a worker killed after its commit and before XACK: the event comes again and changes nothing', async () => {
  const release = await lockOrders([bought]);
  await payAtStripe(shop, bought.sessionId);
  await workerWaits();
  // Redis is out of the worker's reach while its transaction, which has everything it needs, goes on.
  shop.proxies.redis.refuse();
  await release();
  await sold();
  shop.kill('worker');
  shop.proxies.redis.pass();
  const [left] = await stream.pending();
  expect(left).toMatchObject({ deliveries: 1 });

  await stream.age(CLAIM_TIME);
  await shop.restart('worker');
  await eventually(async () => expect(await stream.pending()).toEqual([]));
  await sold();
  expect(await settledRows(shop, bought)).toEqual({ events: 1, messages: 2, charges: 1 });
  await expectNoneDead();
  await expectSound(shop);
});

test('a worker frozen past its claim time and resumed: another has taken over, and each work is sold once', async () => {
  shop.kill('worker');
  await stream.untilRead(0);
  // More than a worker handles at once: some are frozen within their transaction, the others read and not yet begun.
  const all = await Promise.all(
    Array.from({ length: 8 }, async () => startCheckoutOverHttp(shop, await addWork(shop))),
  );
  const release = await lockOrders(all);
  const before = await stream.added();
  for (const { sessionId } of all) await payAtStripe(shop, sessionId);
  await eventually(async () => expect((await stream.added()) - before).toBe(8));
  await shop.restart('worker');
  await eventually(async () => expect((await openTransactions()).waiting).toBeGreaterThan(0));
  shop.signal('worker', 'SIGSTOP');
  expect((await openTransactions()).waiting).toBeLessThan(8);
  expect(await stream.pending()).toHaveLength(8);
  await release();
  await eventually(async () => expect((await openTransactions()).waiting).toBe(0));
  expect((await openTransactions()).idle).toBeGreaterThan(0);
  // The database ends a transaction whose client says nothing.
  await eventually(async () => expect(await openTransactions()).toEqual({ waiting: 0, idle: 0 }), 20_000);
  for (const { orderId } of all) expect(await saleOf(shop, orderId)).toMatchObject({ order: 'HELD' });

  await stream.age(CLAIM_TIME);
  await shop.restart('worker-2');
  for (const checkout of all) await sold(checkout);
  await eventually(async () => expect(await stream.pending()).toEqual([]));

  shop.signal('worker', 'SIGCONT');
  await stream.untilRead(2);
  for (const checkout of all) expect(await settledRows(shop, checkout)).toEqual({ events: 1, messages: 2, charges: 1 });
  await expectNoneDead();
  await expectSound(shop);
  shop.kill('worker-2');
});

test('poison among good events: the good ones sell, the others are put aside with their error after five deliveries', async () => {
  const unreadable = { id: 'evt_unreadable', type: 'checkout.session.completed' };
  await stream.add(unreadable, '{"id":"evt_unreadable","type":');
  // Every field may stand there, and yet no database can keep this time.
  const unstorable = { id: 'evt_unstorable', type: 'checkout.session.expired', created: 9_000_000_000_000_000 };
  const session = { object: 'checkout.session', id: 'cs_test_x', payment_status: 'unpaid' };
  const data = { object: { ...session, amount_total: null, currency: null } };
  await stream.add(unstorable, JSON.stringify({ ...unstorable, data }));
  await payAtStripe(shop, bought.sessionId);
  await sold();
  const next = await startCheckoutOverHttp(shop, await addWork(shop));
  await payAtStripe(shop, next.sessionId);
  await sold(next);

  const dead = await eventually(async () => {
    const entries = await stream.dead();
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
  await expectSound(shop);
});
