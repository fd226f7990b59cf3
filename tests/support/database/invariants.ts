import { Redis } from 'ioredis';
import type pg from 'pg';
import type Stripe from 'stripe';
import { expect } from 'vitest';
import { eventually } from '../eventually.ts';

/** The parts of a shop that are looked at: its own database, its Redis, and the stand-in that it is paid through. */
export type Sound = { database: pg.Pool; redisUrl: string; stripeUrl: string };

type Order = { id: string; status: string; flag: string | null; paymentIntentId: string | null };
type StripeState = { payment_intents: Stripe.PaymentIntent[]; charges: Stripe.Charge[]; refunds: Stripe.Refund[] };

/** What may never be found, each with the query that finds it. */
const NEVER: Readonly<Record<string, string>> = {
  'a work with two live orders': `
    SELECT post_id || ': ' || string_agg(id || ' ' || status, ', ') AS found FROM orders
    WHERE status IN ('HELD', 'PROCESSING', 'PAID', 'DISPUTED') GROUP BY post_id HAVING count(*) > 1`,
  'a sold work without the one order that paid for it': `
    SELECT posts.id || ' ' || slug AS found FROM posts
    WHERE posts.status = 'SOLD' AND 1 <> (
      SELECT count(*) FROM orders WHERE post_id = posts.id AND orders.status IN ('PAID', 'DISPUTED'))`,
  'a paid order whose work is not sold': `
    SELECT orders.id || ': its work is ' || posts.status AS found FROM orders JOIN posts ON posts.id = post_id
    WHERE orders.status IN ('PAID', 'DISPUTED') AND posts.status <> 'SOLD'`,
  'a hold without its order, or an order without its hold': `
    SELECT posts.id || ' ' || slug AS found FROM posts
    WHERE (held_until IS NOT NULL) <> EXISTS (
      SELECT FROM orders WHERE post_id = posts.id AND orders.status IN ('HELD', 'PROCESSING'))`,
  'a paid order without its charge in the ledger': `
    SELECT orders.id::text AS found FROM orders
    WHERE status IN ('PAID', 'DISPUTED', 'REFUND_DUE', 'REFUNDED') AND NOT EXISTS (
      SELECT FROM ledger_transactions WHERE order_id = orders.id AND kind = 'charge')`,
  'a movement that does not balance': `
    SELECT transaction_id || ': ' || sum(amount) || ' ' || currency AS found FROM ledger_entries
    GROUP BY transaction_id, currency HAVING sum(amount) <> 0`,
  'an order whose ledger does not balance': `
    SELECT order_id || ': ' || sum(amount) || ' ' || currency AS found
    FROM ledger_entries JOIN ledger_transactions ON id = transaction_id
    GROUP BY order_id, currency HAVING sum(amount) <> 0`,
  'a sale whose message was recorded twice, or not': `
    SELECT orders.id || ' ' || kinds.kind || ': ' || count(messages.id) AS found
    FROM orders CROSS JOIN (VALUES ('bought'), ('sold')) AS kinds(kind)
    LEFT JOIN messages ON messages.order_id = orders.id AND messages.kind = kinds.kind
    WHERE orders.status = 'PAID' AND (buyer_email IS NOT NULL OR kinds.kind = 'sold')
    GROUP BY orders.id, kinds.kind HAVING count(messages.id) <> 1`,
};

/**
 * What holds after every fault: no work sold twice, no payment without its work or its refund, the ledger
 * balanced, nothing left unacknowledged on the stream, no transaction left open. Waits for the last two, because
 * the worker may be at its work; what it then finds is final.
 * @param within how long that may take, milliseconds.
 */
export async function expectSound(shop: Sound, within = 15_000): Promise<void> {
  await eventually(async () => expect(await unfinished(shop)).toEqual([]), within);
  expect([...(await wrongInDatabase(shop)), ...(await wrongAtStripe(shop))]).toEqual([]);
}

async function unfinished({ database, redisUrl }: Sound): Promise<string[]> {
  const { rows } = await database.query<{ found: string }>(`
    SELECT 'a transaction left open: ' || query AS found FROM pg_stat_activity
    WHERE datname = current_database() AND state LIKE 'idle in transaction%'`);
  return [...rows.map(({ found }) => found), ...(await onTheStream(redisUrl))];
}

async function onTheStream(redisUrl: string): Promise<string[]> {
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: 1 });
  try {
    // Before the first event, or after a flush, there is no group yet.
    if ((await redis.exists('stripe:events')) === 0) return [];
    const groups = (await redis.xinfo('GROUPS', 'stripe:events')) as unknown[][];
    const sales = groups.find((fields) => fields[fields.indexOf('name') + 1] === 'sales');
    if (!sales) return ['events for which there is no group'];
    const [pending, lag] = ['pending', 'lag'].map((name) => Number(sales[sales.indexOf(name) + 1] ?? 0));
    return pending || lag ? [`${pending} events not acknowledged, ${lag} not read`] : [];
  } finally {
    redis.disconnect();
  }
}

async function wrongInDatabase({ database }: Sound): Promise<string[]> {
  const wrong: string[] = [];
  for (const [what, sql] of Object.entries(NEVER)) {
    const { rows } = await database.query<{ found: string }>(sql);
    wrong.push(...rows.map(({ found }) => `${what}: ${found}`));
  }
  return wrong;
}

const MAY_HAVE_MONEY = ['PAID', 'DISPUTED', 'REFUND_DUE', 'REFUNDED'];

async function wrongAtStripe({ database, stripeUrl }: Sound): Promise<string[]> {
  // The orders are read after Stripe's state: money that arrives in between is not missed by them.
  const state = (await (await fetch(`${stripeUrl}/_test/state`)).json()) as StripeState;
  const { rows: orders } = await database.query<Order>(
    'SELECT id, status, flag, payment_intent_id AS "paymentIntentId" FROM orders',
  );
  const taken = state.payment_intents.filter(({ status }) => status === 'succeeded');
  return [
    ...taken.flatMap((intent) => wrongWithPayment(intent, orders)),
    ...orders.flatMap((order) => wrongWithOrder(order, taken)),
    ...state.charges.flatMap((charge) => wrongWithRefunds(charge, state.refunds)),
  ];
}

function wrongWithPayment(intent: Stripe.PaymentIntent, orders: Order[]): string[] {
  const order =
    orders.find(({ paymentIntentId }) => paymentIntentId === intent.id) ??
    orders.find(({ id }) => id === intent.metadata.orderId);
  if (!order) return [`Stripe took ${intent.id}, which belongs to no order`];
  if (order.flag !== null || MAY_HAVE_MONEY.includes(order.status)) return [];
  return [`Stripe took ${intent.id} for order ${order.id}, which is ${order.status}`];
}

function wrongWithOrder(order: Order, taken: Stripe.PaymentIntent[]): string[] {
  const paid = taken.some(({ id }) => id === order.paymentIntentId);
  return order.status === 'PAID' && !paid ? [`order ${order.id} is PAID, but Stripe took nothing for it`] : [];
}

function wrongWithRefunds(charge: Stripe.Charge, refunds: Stripe.Refund[]): string[] {
  const back = refunds
    .filter((refund) => refund.charge === charge.id && refund.status !== 'failed')
    .reduce((sum, { amount }) => sum + amount, 0);
  return back > charge.amount ? [`${charge.id}: ${back} of ${charge.amount} went back`] : [];
}
