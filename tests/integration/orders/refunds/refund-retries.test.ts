import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { refundDueOrders } from '#lib/orders/refunds/refund-due-orders.ts';
import { saleState } from '../../../support/database/factories.ts';
import { startTestStripe } from '../../../support/stripe/start-test-stripe.ts';
import {
  ledgerOf,
  makePaidOrder,
  type PaidOrder,
  processStripeEvent,
  refundsAtStripe,
} from '../stripe-order-fixture.ts';

const stripe = await startTestStripe();

async function makeRefundDue(): Promise<PaidOrder> {
  const order = await makePaidOrder(stripe);
  await db().order.update({ where: { id: order.orderId }, data: { status: 'REFUND_DUE' } });
  return order;
}

const retryState = ({ orderId: id }: PaidOrder) =>
  db().order.findUniqueOrThrow({ where: { id }, select: { refundAttempts: true, refundAfter: true, flag: true } });

/** Seconds until the next attempt. */
async function secondsUntilRetry(order: PaidOrder): Promise<number> {
  return (((await retryState(order)).refundAfter?.getTime() ?? 0) - Date.now()) / 1000;
}

const makeRetryDue = ({ orderId: id }: PaidOrder) => db().order.update({ where: { id }, data: { refundAfter: null } });
const refuse = (times = 1) => stripe.control('fault', { path: '/v1/refunds', method: 'POST', status: 400, times });

test('a refused refund waits and does not block others', async () => {
  const [first, second] = [await makeRefundDue(), await makeRefundDue()];
  await refuse();
  const changed = await refundDueOrders();
  const [refused, done] = changed[0]?.orderId === first.orderId ? [second, first] : [first, second];
  expect(changed).toEqual([{ orderId: done.orderId, postId: done.postId }]);
  expect(await saleState(refused)).toMatchObject({ order: 'REFUND_DUE', flag: null });
  expect(await retryState(refused)).toMatchObject({ refundAttempts: 1 });
  // Not due yet, so Stripe is not asked.
  expect(await refundDueOrders()).toEqual([]);
  await makeRetryDue(refused);
  expect(await refundDueOrders()).toEqual([{ orderId: refused.orderId, postId: refused.postId }]);
  expect(await saleState(refused)).toMatchObject({ order: 'REFUNDED' });
});

test('retry delays grow, five refusals flag the order, and a successful refund clears the flag', async () => {
  const order = await makeRefundDue();
  for (const [attempt, seconds] of [10, 20, 40, 80, 160].entries()) {
    expect((await retryState(order)).flag).toBeNull();
    await refuse();
    await makeRetryDue(order);
    expect(await refundDueOrders()).toEqual([]);
    expect(await retryState(order)).toMatchObject({ refundAttempts: attempt + 1 });
    expect(await secondsUntilRetry(order)).toBeGreaterThan(seconds * 0.75);
    expect(await secondsUntilRetry(order)).toBeLessThan(seconds * 1.25);
  }
  expect((await retryState(order)).flag).toMatch(/^The refund was refused by Stripe: /);
  await makeRetryDue(order);
  await refundDueOrders();
  expect(await saleState(order)).toMatchObject({ order: 'REFUNDED', flag: null });
  expect(await refundsAtStripe(stripe, order)).toHaveLength(1);
});

test('a flag for another reason stays after the refund', async () => {
  const order = await makeRefundDue();
  await db().order.update({ where: { id: order.orderId }, data: { flag: 'Ask the buyer' } });
  await refundDueOrders();
  expect(await saleState(order)).toMatchObject({ order: 'REFUNDED', flag: 'Ask the buyer' });
});

test('an outage of Stripe does not flag the refund', async () => {
  const order = await makeRefundDue();
  await stripe.control('fault', { path: '/v1/refunds', method: 'POST', status: 500, times: 3 });
  expect(await refundDueOrders()).toEqual([]);
  expect(await retryState(order)).toMatchObject({ refundAttempts: 1, flag: null });
  await makeRetryDue(order);
  await refundDueOrders();
  expect(await saleState(order)).toMatchObject({ order: 'REFUNDED' });
  expect(await refundsAtStripe(stripe, order)).toHaveLength(1);
});

/** Makes a refund that then fails at the bank, and processes Stripe's events in that order. */
async function failAtBank(order: PaidOrder, eventType: 'refund.created' | 'charge.refunded'): Promise<string> {
  await stripe.control('refund-status', { status: 'pending' });
  await refundDueOrders(order.orderId);
  await stripe.control('refund-status', { status: 'succeeded' });
  const [refund] = await refundsAtStripe(stripe, order);
  const id = refund?.id ?? '';
  await processStripeEvent(stripe, eventType, eventType === 'refund.created' ? id : String(refund?.charge));
  await stripe.control(`refunds/${id}/settle`, { outcome: 'failed' });
  await processStripeEvent(stripe, 'refund.failed', id);
  return id;
}

test.for(['refund.created', 'charge.refunded'] as const)(
  'a refund that failed at the bank after %s is made again, with a new idempotency key',
  async (eventType) => {
    const order = await makeRefundDue();
    const failed = await failAtBank(order, eventType);
    expect(await saleState(order)).toMatchObject({
      ...{ order: 'REFUND_DUE', flag: `The refund ${failed} failed: unknown` },
    });
    expect(await secondsUntilRetry(order)).toBeGreaterThan(0);
    expect(await refundDueOrders()).toEqual([]);
    await makeRetryDue(order);
    await refundDueOrders();
    expect(await saleState(order)).toMatchObject({ order: 'REFUNDED', flag: null });
    const atStripe = await refundsAtStripe(stripe, order);
    expect(atStripe.map(({ status }) => status).sort()).toEqual(['failed', 'succeeded']);
    expect((await ledgerOf(order)).map(({ kind }) => kind)).toEqual(['charge', 'refund', 'refund-failed', 'refund']);
  },
);
