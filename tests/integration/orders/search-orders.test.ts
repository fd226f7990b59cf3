import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportOrders } from '#lib/csv/export-orders.ts';
import { db } from '#lib/db.ts';
import { ALL_ORDERS, type OrderFilter } from '#lib/domain/sale/order-filter.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { getOrderHistory } from '#lib/orders/order-history.ts';
import { getSale } from '#lib/orders/queries.ts';
import { searchOrders } from '#lib/orders/search-orders.ts';
import { listWaiting } from '#lib/overview/list-waiting.ts';
import { countNewcomers, getSalesByDay } from '#lib/overview/queries.ts';
import { readKeysetCursor } from '#lib/schemas/keyset-cursor.ts';
import { orderFilterParams, orderFilterSchema } from '#lib/schemas/order-filter.ts';
import { explain, sequentialScans } from '../../../bench/explain.ts';
import { recordStatements, recordTraffic } from '../../../bench/record-statements.ts';
import { makeHeldOrder, makePost, makeUser } from '../../support/database/factories.ts';

const client = new Client({ connectionString: process.env.DATABASE_URL });
const DAY_MS = 24 * 60 * 60 * 1_000;
let admin: Viewer;

/** Adds thirty thousand orders of a hundred days, by forty artists, and updates the planner's statistics. */
beforeAll(async () => {
  await client.connect();
  admin = await makeUser({ role: 'ADMIN' });
  await client.query(`
    INSERT INTO users (id, username, email, display_name)
    SELECT gen_random_uuid(), 'artist-' || n, 'artist-' || n || '@example.org', 'Artist ' || n FROM generate_series(1, 40) n;
    INSERT INTO posts (id, slug, artist_id, title, price_amount, price_currency, status, listed_at, sold_at, created_at)
    SELECT gen_random_uuid(), 'many-' || n, artist.id, 'Work ' || n, 12000, 'EUR', 'SOLD', now() - n * interval '30 minutes', now(), now()
    FROM (SELECT id, row_number() OVER () AS number FROM users WHERE username LIKE 'artist-%') artist
      JOIN generate_series(1, 2000) n ON n % 40 + 1 = artist.number;
    INSERT INTO orders (id, post_id, status, buyer_token, buyer_email, amount, currency, price_amount, price_currency, held_until,
      created_at, paid_at, flag)
    SELECT gen_random_uuid(), post.id, one.status::order_status, 'many', 'Buyer-' || n % 3000 || '@example.org', 12000,
      CASE WHEN n % 500 = 0 THEN 'USD' ELSE 'EUR' END, 12000, 'EUR', now(), now() - n * interval '5 minutes',
      CASE one.status WHEN 'EXPIRED' THEN NULL ELSE now() - n * interval '5 minutes' END, CASE WHEN n % 3000 = 0 THEN 'Look' END
    FROM (SELECT id, row_number() OVER (ORDER BY id) AS number FROM posts WHERE slug LIKE 'many-%') post
      CROSS JOIN LATERAL (
        SELECT kind, CASE WHEN kind = 1 THEN 'PAID' WHEN kind < 5 THEN 'REFUNDED' ELSE 'EXPIRED' END AS status
        FROM generate_series(1, 15) kind) one
      CROSS JOIN LATERAL (SELECT post.number * 15 + one.kind AS n) numbers`);
  await client.query('VACUUM ANALYZE orders, posts, users');
}, 90_000);

afterAll(() => client.end());

/** All pages of a list, so that each row is seen where a page ends. */
async function allOf(filter: Partial<OrderFilter>, size = 2): Promise<string[]> {
  const ids: string[] = [];
  for (let older: string | null = ''; older !== null; ) {
    const page = await searchOrders(admin, { ...ALL_ORDERS, ...filter }, readKeysetCursor({ older }), size);
    ids.push(...page.rows.map(({ id }) => id));
    older = page.older;
  }
  return ids;
}

test('each filter finds exactly its orders, page by page, and so does the CSV file', async () => {
  const artist = await makeUser();
  const [post, other] = [await makePost({ artistId: artist.id }), await makePost({ artistId: artist.id })];
  const day = new Date('2020-02-29T00:00:00Z');
  const made = async (changes: object) => (await makeHeldOrder({ post, buyerEmail: null, ...changes })).orderId;
  const expired = await made({ status: 'EXPIRED', buyerEmail: 'Ada@Example.org', createdAt: day });
  const cancelled = await made({ status: 'CANCELLED', flag: 'Look', createdAt: new Date(day.getTime() + DAY_MS - 1) });
  const failed = await made({ status: 'FAILED', currency: 'ISK', createdAt: new Date(day.getTime() + DAY_MS) });
  const held = await made({ post: other });
  const mine = { artist: artist.username.toUpperCase() };
  expect((await allOf(mine)).sort()).toEqual([expired, cancelled, failed, held].sort());
  expect(await allOf({ ...mine, status: 'HELD' })).toEqual([held]);
  expect(await allOf({ ...mine, flagged: true })).toEqual([cancelled]);
  expect(await allOf({ email: 'ada@example.ORG' })).toEqual([expired]);
  expect(await allOf({ work: post.slug })).toEqual([failed, cancelled, expired]);
  expect(await allOf({ currency: 'ISK' })).toEqual([failed]);
  expect(await allOf({ order: expired })).toEqual([expired]);
  expect(await allOf({ order: 'no such order' })).toEqual([]);
  expect(await allOf({ ...mine, email: 'nobody@example.org' })).toEqual([]);
  // The last day counts as a whole, and no more than that.
  const query = orderFilterSchema.parse({ from: '2020-02-29', to: '2020-02-29', artist: artist.username });
  expect(await allOf(query)).toEqual([cancelled, expired]);
  expect(orderFilterParams(query)).toEqual({ from: '2020-02-29', to: '2020-02-29', artist: artist.username });

  let text = '';
  for await (const part of exportOrders(admin, { ...ALL_ORDERS, ...mine })) text += part;
  for (const id of [expired, cancelled, failed, held]) expect(text).toContain(id);
  expect(text.trim().split('\r\n')).toHaveLength(5);
  expect(text).not.toContain('Ada@');
});

test('refunds that are not done are found, those that an artist or an admin has asked for too', async () => {
  const asked = await makeHeldOrder({ status: 'PAID', refundRequestedAt: new Date() });
  const due = await makeHeldOrder({ status: 'REFUND_DUE' });
  const paid = await makeHeldOrder({ status: 'PAID' });
  const found = await allOf({ refunding: true });
  expect(found).toEqual(expect.arrayContaining([asked.orderId, due.orderId]));
  expect(found).not.toContain(paid.orderId);
});

test('a sale of a hidden work links to no page', async () => {
  const { orderId, postId } = await makeHeldOrder();
  expect(await getSale(admin, orderId)).toMatchObject({ isPublic: true });
  await db().post.update({ where: { id: postId }, data: { hiddenAt: new Date(), hiddenReason: 'No.' } });
  expect(await getSale(admin, orderId)).toMatchObject({ isPublic: false });
});

test('a file of more orders than a batch has each of them once', async () => {
  const ids: string[] = [];
  for await (const part of exportOrders(admin, {
    ...ALL_ORDERS,
    currency: 'EUR',
    from: new Date(Date.now() - 10 * DAY_MS),
  }))
    ids.push(...(part.match(/^[0-9a-f]{8}-[0-9a-f-]{27}/gm) ?? []));
  expect(ids.length).toBeGreaterThan(2_000);
  expect(new Set(ids).size).toBe(ids.length);
});

test('what a URL says is read, and what it cannot mean counts as missing', () => {
  const id = crypto.randomUUID();
  const ticked = { flagged: 'on', refunding: 'on' };
  const typed = { work: 'https://shop.example/posts/blue?x=1', order: `/orders/${id}`, status: 'PAID', ...ticked };
  const read = { work: 'blue', order: id, flagged: true, refunding: true };
  expect(orderFilterSchema.parse(typed)).toEqual({ ...ALL_ORDERS, ...typed, ...read });
  expect(orderFilterParams(orderFilterSchema.parse(ticked))).toEqual(ticked);
  const wrong = {
    status: 'GONE',
    currency: 'XXX',
    from: 'yesterday',
    to: '0001-01-01',
    artist: ['a'],
    work: 'x'.repeat(300),
  };
  expect(orderFilterSchema.parse(wrong)).toEqual(ALL_ORDERS);
});

test('orders and their history are for admins', async () => {
  for (const viewer of [await makeUser(), await makeUser({ role: 'MODERATOR' })]) {
    await expect(searchOrders(viewer, ALL_ORDERS, null)).rejects.toMatchObject({ code: 'not-found' });
    await expect(getOrderHistory(viewer, crypto.randomUUID())).rejects.toMatchObject({ code: 'not-found' });
  }
});

const CASES: [string, Partial<OrderFilter>, string][] = [
  ['no filter', {}, 'orders_by_age'],
  // Most orders are in this state, so that walking through all is as quick.
  ['a common state', { status: 'EXPIRED' }, 'orders_by_status|orders_by_age'],
  ['a state', { status: 'PAID' }, 'orders_by_status|orders_by_age'],
  ['a rare state', { status: 'DISPUTED' }, 'orders_by_status'],
  ['a flag', { flagged: true }, 'orders_flagged'],
  ['a refund that is not done', { refunding: true }, 'orders_to_refund'],
  ['an artist', { artist: 'artist-7' }, 'orders_by_seller|orders_sales'],
  ['a work', { work: 'many-77' }, 'orders_post_id_created_at_idx'],
  ['an email', { email: 'buyer-77@example.org' }, 'orders_by_buyer_email'],
  ['an order', { order: '00000000-0000-4000-8000-000000000000' }, 'orders_pkey'],
  ['a currency', { currency: 'ISK' }, 'orders_by_currency'],
  ['days', { from: new Date(Date.now() - 9 * DAY_MS), until: new Date(Date.now() - 8 * DAY_MS) }, 'orders_by_age'],
];

test.each(CASES)('a page by %s reads an index', async (_, filter, index) => {
  const statements = await recordStatements(() => searchOrders(admin, { ...ALL_ORDERS, ...filter }, null));
  const [keys] = await Promise.all(statements.slice(0, 1).map((statement) => explain(client, statement)));
  expect(keys).toMatch(new RegExp(index));
  expect(sequentialScans(keys ?? '')).not.toContain('orders');
});

test('the overview reads indexes, in three statements', async () => {
  const statements = await recordTraffic(async () => {
    await getSalesByDay(new Date(Date.now() - 90 * DAY_MS));
    await countNewcomers([0, 6, 29].map((ago) => new Date(Date.now() - ago * DAY_MS).toISOString().slice(0, 10)));
    await listWaiting();
  });
  expect(statements).toHaveLength(3);
  const plans: string[] = [];
  for (const statement of statements) plans.push(await explain(client, statement));
  for (const plan of plans) expect(sequentialScans(plan)).not.toContain('orders');
  for (const index of [/orders_paid/, /ledger_transactions_returned/]) expect(plans[0]).toMatch(index);
  expect(plans[1]).toMatch(/posts_by_artist_public/);
  expect(plans[2]).toMatch(/orders_flagged/);
});
