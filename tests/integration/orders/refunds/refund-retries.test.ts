import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { refundDueOrders } from '#lib/orders/refunds/refund-due-orders.ts';
import { saleState } from '../../../support/database/factories.ts';
import { stripeForTests } from '../../../support/stripe/stripe-for-tests.ts';
import { ledgerOf, makePaidOrder, type Paid, refundsAtStripe, settleStripes } from '../at-stripe.ts';

const stripe = await stripeForTests();

async function makeRefundDue(): Promise<Paid> {
  const order = await makePaidOrder(stripe);
  await db().order.update({ where: { id: order.orderId }, data: { status: 'REFUND_DUE' } });
  return order;
}

const tries = ({ orderId: id }: Paid) =>
  db().order.findUniqueOrThrow({ where: { id }, select: { refundAttempts: true, refundAfter: true, flag: true } });

/** Seconds until the next try. */
async function wait(order: Paid): Promise<number> {
  return (((await tries(order)).refundAfter?.getTime() ?? 0) - Date.now()) / 1000;
}

const waitIsOver = ({ orderId: id }: Paid) => db().order.update({ where: { id }, data: { refundAfter: null } });
const refuse = (times = 1) => stripe.control('fault', { path: '/v1/refunds', method: 'POST', status: 400, times });

test('a refund that is refused waits and does not keep others from theirs', async () => {
  const [first, second] = [await makeRefundDue(), await makeRefundDue()];
  await refuse();
  const moved = await refundDueOrders();
  const [refused, done] = moved[0]?.orderId === first.orderId ? [second, first] : [first, second];
  expect(moved).toEqual([{ orderId: done.orderId, postId: done.postId }]);
  expect(await saleState(refused)).toMatchObject({ order: 'REFUND_DUE', flag: null });
  expect(await tries(refused)).toMatchObject({ refundAttempts: 1 });
  // Before its time nothing is asked.
  expect(await refundDueOrders()).toEqual([]);
  await waitIsOver(refused);
  expect(await refundDueOrders()).toEqual([{ orderId: refused.orderId, postId: refused.postId }]);
  expect(await saleState(refused)).toMatchObject({ order: 'REFUNDED' });
});

test('the waits grow, after five refusals an admin is told, and once it is done the flag goes', async () => {
  const order = await makeRefundDue();
  for (const [attempt, seconds] of [10, 20, 40, 80, 160].entries()) {
    expect((await tries(order)).flag).toBeNull();
    await refuse();
    await waitIsOver(order);
    expect(await refundDueOrders()).toEqual([]);
    expect(await tries(order)).toMatchObject({ refundAttempts: attempt + 1 });
    expect(await wait(order)).toBeGreaterThan(seconds * 0.75);
    expect(await wait(order)).toBeLessThan(seconds * 1.25);
  }
  expect((await tries(order)).flag).toMatch(/^The refund is refused by Stripe: /);
  await waitIsOver(order);
  await refundDueOrders();
  expect(await saleState(order)).toMatchObject({ order: 'REFUNDED', flag: null });
  expect(await refundsAtStripe(stripe, order)).toHaveLength(1);
});

test('a flag that says something else stays when the refund is done', async () => {
  const order = await makeRefundDue();
  await db().order.update({ where: { id: order.orderId }, data: { flag: 'Ask the buyer' } });
  await refundDueOrders();
  expect(await saleState(order)).toMatchObject({ order: 'REFUNDED', flag: 'Ask the buyer' });
});

test('a Stripe that cannot be asked says nothing about the refund', async () => {
  const order = await makeRefundDue();
  await stripe.control('fault', { path: '/v1/refunds', method: 'POST', status: 500, times: 3 });
  expect(await refundDueOrders()).toEqual([]);
  expect(await tries(order)).toMatchObject({ refundAttempts: 1, flag: null });
  await waitIsOver(order);
  await refundDueOrders();
  expect(await saleState(order)).toMatchObject({ order: 'REFUNDED' });
  expect(await refundsAtStripe(stripe, order)).toHaveLength(1);
});

/** Refunded, and then given back by the bank: Stripe's events say so one after the other. */
async function failAtBank(order: Paid, told: 'refund.created' | 'charge.refunded'): Promise<string> {
  await stripe.control('refund-status', { status: 'pending' });
  await refundDueOrders(order.orderId);
  await stripe.control('refund-status', { status: 'succeeded' });
  const [refund] = await refundsAtStripe(stripe, order);
  const id = refund?.id ?? '';
  await settleStripes(stripe, told, told === 'refund.created' ? id : String(refund?.charge));
  await stripe.control(`refunds/${id}/settle`, { outcome: 'failed' });
  await settleStripes(stripe, 'refund.failed', id);
  return id;
}

test.for(['refund.created', 'charge.refunded'] as const)(
  'a refund that failed at the bank after %s is made once more, with a key of its own',
  async (told) => {
    const order = await makeRefundDue();
    const failed = await failAtBank(order, told);
    expect(await saleState(order)).toMatchObject({
      ...{ order: 'REFUND_DUE', flag: `The refund ${failed} failed: unknown` },
    });
    expect(await wait(order)).toBeGreaterThan(0);
    expect(await refundDueOrders()).toEqual([]);
    await waitIsOver(order);
    await refundDueOrders();
    expect(await saleState(order)).toMatchObject({ order: 'REFUNDED', flag: null });
    const atStripe = await refundsAtStripe(stripe, order);
    expect(atStripe.map(({ status }) => status).sort()).toEqual(['failed', 'succeeded']);
    expect((await ledgerOf(order)).map(({ kind }) => kind)).toEqual(['charge', 'refund', 'refund-failed', 'refund']);
  },
);
