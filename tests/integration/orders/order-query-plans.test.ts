import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { unconvertedQuote } from '#lib/domain/exchange/quote.ts';
import { findOrders } from '#lib/ledger/find-orders.ts';
import { findOwnHold, hasOpenOrder } from '#lib/orders/checkout/find-own-hold.ts';
import { placeHold } from '#lib/orders/checkout/place-hold.ts';
import { resolveUnopenedCheckouts } from '#lib/orders/checkout/resolve-unopened-checkouts.ts';
import { summarizeHolds } from '#lib/orders/checkout/summarize-holds.ts';
import { backfillEvents } from '#lib/orders/reconciliation/backfill-events.ts';
import { reconcileOrders } from '#lib/orders/reconciliation/reconcile-orders.ts';
import { refundDueOrders } from '#lib/orders/refunds/refund-due-orders.ts';
import { retryWaitingEvents } from '#lib/orders/settlement/retry-waiting-events.ts';
import { deleteOldPayloads } from '#lib/orders/webhook-log/delete-old-payloads.ts';
import { recordTraffic } from '../../../bench/record-statements.ts';
import { makePost, makeUser } from '../../support/database/factories.ts';
import { startTestStripe } from '../../support/stripe/start-test-stripe.ts';
import { payAtStripe, processStripeEvent, startOrder } from './stripe-order-fixture.ts';

const stripe = await startTestStripe();
const client = new Client({ connectionString: process.env.DATABASE_URL });

/** Adds thirty thousand old orders and events, and updates the planner's statistics. */
beforeAll(async () => {
  await client.connect();
  const { id: artistId } = await makeUser();
  await client.query(
    `INSERT INTO posts (id, slug, artist_id, title, price_amount, price_currency, status, listed_at, sold_at)
     SELECT gen_random_uuid(), 'old-' || n, $1, 'Work ' || n, 12000, 'EUR', 'SOLD', now(), now() FROM generate_series(1, 10000) n`,
    [artistId],
  );
  await client.query(
    `INSERT INTO orders (id, post_id, status, buyer_token, amount, currency, price_amount, price_currency, held_until, created_at,
       session_id, checkout_url, payment_intent_id, asked_at, refund_after,
       buyer_networks)
     SELECT gen_random_uuid(), posts.id, one.status::order_status, 'old', 12000, 'EUR', 12000, 'EUR', now() + interval '1 hour',
       now() - make_interval(hours => 1 + (n % 1000)::int), 'cs_old_' || n, 'http://localhost:4242/c/pay/cs_old_' || n,
       CASE one.status WHEN 'EXPIRED' THEN NULL ELSE 'pi_old_' || n END,
       -- Asked about and tried so recently that nothing is due.
       now(), now() + interval '1 hour', ARRAY['address ' || n, '/24 ' || n % 3000]
     FROM (SELECT id, row_number() OVER (ORDER BY id) AS number FROM posts) posts
       CROSS JOIN LATERAL (VALUES
         (1, CASE WHEN number <= 1000 THEN 'HELD' ELSE 'PAID' END),
         (2, CASE WHEN number <= 1000 THEN 'REFUND_DUE' ELSE 'REFUNDED' END),
         (3, 'EXPIRED')) one(kind, status)
       CROSS JOIN LATERAL (SELECT number * 3 + one.kind AS n) numbers`,
  );
  await client.query(
    `INSERT INTO stripe_events (id, type, created_at, received_at, outcome, payment_intent_id, payload)
     SELECT 'evt_old_' || n, 'charge.refunded', now(), now() - make_interval(mins => n * 3), 
       CASE WHEN n % 100 = 0 THEN 'waiting' ELSE 'applied' END, 'pi_elsewhere_' || n, '{}'
     FROM generate_series(1, 30000) n`,
  );
  await client.query('VACUUM ANALYZE posts, orders, stripe_events, refunds, ledger_transactions');
}, 60_000);

afterAll(() => client.end());

/** PostgreSQL's plans: with the actual values, and the generic plan that it may switch to after some calls. */
async function plansOf(query: () => Promise<unknown>): Promise<string[]> {
  const traffic = (await recordTraffic(query)).filter(({ text }) => /^\s*(select|update|insert|with)/i.test(text));
  expect(traffic).not.toEqual([]);
  const plans: string[] = [];
  for (const { text, values } of traffic) {
    for (const statement of [{ text: `EXPLAIN ${text}`, values }, { text: `EXPLAIN (GENERIC_PLAN) ${text}` }]) {
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(statement);
      plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
    }
  }
  return plans;
}

const money = { id: 'txn_1', created: 0, amount: 1, fee: 0, currency: 'EUR' };
const payment = { payment_intent: 'pi_old_1', amount: 1, currency: 'eur' };
const refund = { object: 'refund' as const, id: 're_1', metadata: { orderId: crypto.randomUUID() }, ...payment };

test.for<[string, () => Promise<unknown>, string[]]>([
  ['the orders to ask Stripe about', reconcileOrders, ['orders_to_ask']],
  ['the refunds that are due', refundDueOrders, ['orders_to_refund']],
  ['one refund that is due', () => refundDueOrders(crypto.randomUUID()), []],
  ['the unopened checkouts', resolveUnopenedCheckouts, ['orders_unopened']],
  ['the waiting events', retryWaitingEvents, ['stripe_events_waiting|stripe_events_by_outcome']],
  ['the known events', backfillEvents, []],
  ['the payloads that are too old', deleteOldPayloads, ['stripe_events_by_time']],
  [
    'the orders of balance transactions',
    () => findOrders([{ ...money, source: refund }]),
    ['orders_pkey', 'orders_payment_intent_id_key'],
  ],
])('finds %s without reading a whole table', async ([, query, indexes]) => {
  const plans = await plansOf(query);
  for (const plan of plans) expect(plan).not.toMatch(/Seq Scan on (orders|stripe_events|ledger_transactions|posts)/);
  for (const index of indexes) expect(plans.filter((plan) => new RegExp(index).test(plan)).length).toBeGreaterThan(1);
});

test('processes a payment without reading a whole table', async () => {
  const order = await startOrder();
  await payAtStripe(stripe, order);
  const plans = await plansOf(() => processStripeEvent(stripe, 'checkout.session.completed', order.sessionId));
  expect(plans.length).toBeGreaterThan(4);
  expect(plans.join('\n')).toContain('stripe_events_waiting');
  for (const plan of plans) expect(plan).not.toMatch(/Seq Scan on (orders|stripe_events|ledger_transactions|posts)/);
  expect(await db().order.count()).toBe(30_001);
});

test.for(['anonymous', 'known'])('places a hold of an %s buyer without reading a whole table', async (kind) => {
  const post = await makePost();
  const networks = (['/56', '/48'] as const).map((size) => ({ size, key: `${size} 7` }));
  const viewer = kind === 'known' ? await makeUser() : null;
  const buyer = { viewer, token: crypto.randomUUID(), address: 'address 7', networks };
  const plans = await plansOf(() => placeHold(buyer, post.id, unconvertedQuote({ amount: 12_000, currency: 'EUR' })));
  for (const plan of plans) expect(plan).not.toMatch(/Seq Scan on (orders|posts|users)/);
  for (const index of ['orders_held_by_network', 'orders_post_id_created_at_idx', 'orders_held_by_token'])
    expect(plans.filter((plan) => plan.includes(index)).length, index).toBeGreaterThan(1);
});

test('finds a buyer’s own hold, and how many works are held, without reading a whole table', async () => {
  const asker = { viewer: await makeUser(), token: crypto.randomUUID() };
  const plans = await plansOf(async () => {
    await findOwnHold('old-1', asker);
    await hasOpenOrder(asker.token);
    await summarizeHolds();
  });
  for (const plan of plans) expect(plan).not.toMatch(/Seq Scan on (orders|posts|users)/);
});

test('deletes only the payloads of events older than ninety days, and keeps their outcome', async () => {
  await client.query(
    `INSERT INTO stripe_events (id, type, created_at, received_at, outcome, detail, payload) VALUES
       ('evt_89', 'x', now(), now() - interval '89 days', 'applied', 'so it was', '{"name":"Ada"}'),
       ('evt_91', 'x', now(), now() - interval '91 days', 'applied', 'so it was', '{"name":"Ada"}')`,
  );
  expect(await deleteOldPayloads()).toBe(1);
  expect(await deleteOldPayloads()).toBe(0);
  const rows = await db().stripeEvent.findMany({ where: { type: 'x' }, orderBy: { id: 'asc' } });
  expect(rows.map(({ id, detail, payload }) => [id, detail, payload])).toEqual([
    ['evt_89', 'so it was', { name: 'Ada' }],
    ['evt_91', 'so it was', null],
  ]);
});
