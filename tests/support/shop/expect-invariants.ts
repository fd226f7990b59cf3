import { Redis } from 'ioredis';
import type pg from 'pg';
import type Stripe from 'stripe';
import { expect } from 'vitest';
import { eventually } from '../eventually.ts';

/** The parts of a shop that are checked: its database, its Redis and its Stripe emulator. */
export type CheckedServices = { database: pg.Pool; redisUrl: string; stripeUrl: string };

type Order = { id: string; status: string; flag: string | null; paymentIntentId: string | null };
type StripeState = { payment_intents: Stripe.PaymentIntent[]; charges: Stripe.Charge[]; refunds: Stripe.Refund[] };

/** What must never be true, each with the query that finds it. */
const VIOLATIONS: Readonly<Record<string, string>> = {
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
  'a ledger transaction that does not balance': `
    SELECT transaction_id || ': ' || sum(amount) || ' ' || currency AS found FROM ledger_entries
    GROUP BY transaction_id, currency HAVING sum(amount) <> 0`,
  'an order whose ledger does not balance': `
    SELECT order_id || ': ' || sum(amount) || ' ' || currency AS found
    FROM ledger_entries JOIN ledger_transactions ON id = transaction_id
    GROUP BY order_id, currency HAVING sum(amount) <> 0`,
  'a sale whose message was recorded twice or not at all': `
    SELECT orders.id || ' ' || kinds.kind || ': ' || count(messages.id) AS found
    FROM orders CROSS JOIN (VALUES ('bought'), ('sold')) AS kinds(kind)
    LEFT JOIN messages ON messages.order_id = orders.id AND messages.kind = kinds.kind
    WHERE orders.status = 'PAID' AND (buyer_email IS NOT NULL OR kinds.kind = 'sold')
    GROUP BY orders.id, kinds.kind HAVING count(messages.id) <> 1`,
};

/**
 * Checks what must be true after every fault: no work is sold twice, no payment lacks its work or its refund, the
 * ledger balances, no event on the stream is unacknowledged, and no transaction is open. Waits for the last two,
 * because the worker may still be busy; the others are checked once after that.
 * @param within the longest wait, milliseconds.
 */
export async function expectInvariants(shop: CheckedServices, within = 15_000): Promise<void> {
  await eventually(async () => expect(await unfinished(shop)).toEqual([]), within);
  expect([...(await databaseViolations(shop)), ...(await stripeViolations(shop))]).toEqual([]);
}

async function unfinished({ database, redisUrl }: CheckedServices): Promise<string[]> {
  const { rows } = await database.query<{ found: string }>(`
    SELECT 'a transaction left open: ' || query AS found FROM pg_stat_activity
    WHERE datname = current_database() AND state LIKE 'idle in transaction%'`);
  return [...rows.map(({ found }) => found), ...(await unprocessedEvents(redisUrl))];
}

async function unprocessedEvents(redisUrl: string): Promise<string[]> {
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: 1 });
  try {
    // Before the first event, or after a flush, there is no consumer group yet.
    if ((await redis.exists('stripe:events')) === 0) return [];
    const groups = (await redis.xinfo('GROUPS', 'stripe:events')) as unknown[][];
    const sales = groups.find((fields) => fields[fields.indexOf('name') + 1] === 'sales');
    if (!sales) return ['events without a consumer group'];
    const [pending, lag] = ['pending', 'lag'].map((name) => Number(sales[sales.indexOf(name) + 1] ?? 0));
    return pending || lag ? [`${pending} events not acknowledged, ${lag} not read`] : [];
  } finally {
    redis.disconnect();
  }
}

async function databaseViolations({ database }: CheckedServices): Promise<string[]> {
  const violations: string[] = [];
  for (const [what, sql] of Object.entries(VIOLATIONS)) {
    const { rows } = await database.query<{ found: string }>(sql);
    violations.push(...rows.map(({ found }) => `${what}: ${found}`));
  }
  return violations;
}

const PAID_STATUSES = ['PAID', 'DISPUTED', 'REFUND_DUE', 'REFUNDED'];

async function stripeViolations({ database, stripeUrl }: CheckedServices): Promise<string[]> {
  // The orders are read after Stripe's state, so that they include every payment in it.
  const state = (await (await fetch(`${stripeUrl}/_test/state`)).json()) as StripeState;
  const { rows: orders } = await database.query<Order>(
    'SELECT id, status, flag, payment_intent_id AS "paymentIntentId" FROM orders',
  );
  const succeeded = state.payment_intents.filter(({ status }) => status === 'succeeded');
  return [
    ...succeeded.flatMap((intent) => paymentViolations(intent, orders)),
    ...orders.flatMap((order) => orderViolations(order, succeeded)),
    ...state.charges.flatMap((charge) => refundViolations(charge, state.refunds)),
  ];
}

function paymentViolations(intent: Stripe.PaymentIntent, orders: Order[]): string[] {
  const order =
    orders.find(({ paymentIntentId }) => paymentIntentId === intent.id) ??
    orders.find(({ id }) => id === intent.metadata.orderId);
  if (!order) return [`Stripe payment ${intent.id} belongs to no order`];
  if (order.flag !== null || PAID_STATUSES.includes(order.status)) return [];
  return [`Stripe payment ${intent.id} is for order ${order.id}, which is ${order.status}`];
}

function orderViolations(order: Order, succeeded: Stripe.PaymentIntent[]): string[] {
  const paid = succeeded.some(({ id }) => id === order.paymentIntentId);
  return order.status === 'PAID' && !paid ? [`order ${order.id} is PAID, but Stripe has no payment for it`] : [];
}

function refundViolations(charge: Stripe.Charge, refunds: Stripe.Refund[]): string[] {
  const refunded = refunds
    .filter((refund) => refund.charge === charge.id && refund.status !== 'failed')
    .reduce((sum, { amount }) => sum + amount, 0);
  return refunded > charge.amount ? [`${charge.id}: ${refunded} of ${charge.amount} was refunded`] : [];
}
