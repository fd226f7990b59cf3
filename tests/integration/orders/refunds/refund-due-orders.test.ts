import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { refundDueOrders } from '#lib/orders/refunds/refund-due-orders.ts';
import { refundPayment } from '#lib/payments/refund-payment.ts';
import { stripe as sdk } from '#lib/payments/stripe.ts';
import { saleState } from '../../../support/database/factories.ts';
import { startTestStripe } from '../../../support/stripe/start-test-stripe.ts';
import { lockOrder } from '../settlement/processing-fixture.ts';
import { type PaidOrder, payAtStripe, refundsAtStripe, startOrder } from '../stripe-order-fixture.ts';

const stripe = await startTestStripe();

/** An order that was paid at Stripe, but has ended, so that its refund is due. */
async function makeRefundDue(): Promise<PaidOrder> {
  const order = await payAtStripe(stripe, await startOrder());
  const { orderId: id, paymentIntentId } = order;
  await db().order.update({ where: { id }, data: { status: 'REFUND_DUE', paymentIntentId } });
  return order;
}

/** Makes the next attempt due now. */
const makeRetryDue = ({ orderId: id }: PaidOrder) => db().order.update({ where: { id }, data: { refundAfter: null } });

const refundsOf = ({ orderId }: PaidOrder) =>
  db().refund.findMany({ where: { orderId }, select: { id: true, status: true }, orderBy: { createdAt: 'asc' } });

test('makes a due refund once', async () => {
  const order = await makeRefundDue();
  const { orderId, postId } = order;
  expect(await refundDueOrders()).toEqual([{ orderId, postId }]);
  expect(await saleState(order)).toMatchObject({ order: 'REFUNDED', post: 'LISTED' });
  const [refund, ...more] = await refundsAtStripe(stripe, order);
  expect(more).toEqual([]);
  expect(refund).toMatchObject({ amount: 12_000, metadata: { orderId } });
  expect(await refundsOf(order)).toEqual([{ id: refund?.id, status: 'succeeded' }]);
  await makeRetryDue(order);
  expect(await refundDueOrders()).toEqual([]);
});

test('two workers, and an attempt whose response was lost, still make one refund', async () => {
  const order = await makeRefundDue();
  await stripe.control('fault', { path: '/v1/refunds', method: 'POST', dropReply: true });
  await Promise.all([refundDueOrders(), refundDueOrders()]);
  await makeRetryDue(order);
  await refundDueOrders();
  expect(await saleState(order)).toMatchObject({ order: 'REFUNDED' });
  expect(await refundsAtStripe(stripe, order)).toHaveLength(1);
});

test('workers share the due refunds, and skip one that another has locked', async () => {
  const orders = await Promise.all(Array.from({ length: 5 }, makeRefundDue));
  const [first, ...others] = orders.map(({ orderId }) => orderId);
  const { released, release } = await lockOrder(first ?? '');
  const ids = async () => (await Promise.all([refundDueOrders(), refundDueOrders()])).flat().map((one) => one.orderId);
  expect((await ids()).sort()).toEqual(others.sort());
  release();
  await released;
  expect(await ids()).toEqual([first]);
  for (const order of orders) expect(await refundsAtStripe(stripe, order)).toHaveLength(1);
});

test('a refund made by a worker that crashed before recording it is found', async () => {
  const order = await makeRefundDue();
  const [refund] = await refundPayment({ id: order.orderId, ...order, failedRefunds: 0 });
  await refundDueOrders();
  expect(await saleState(order)).toMatchObject({ order: 'REFUNDED' });
  expect(await refundsOf(order)).toEqual([{ id: refund?.id, status: 'succeeded' }]);
  expect(await refundsAtStripe(stripe, order)).toHaveLength(1);
});

test('a pending refund is requested again until Stripe has completed it', async () => {
  const order = await makeRefundDue();
  await stripe.control('refund-status', { status: 'pending' });
  await refundDueOrders();
  await stripe.control('refund-status', { status: 'succeeded' });
  expect(await saleState(order)).toMatchObject({ order: 'REFUND_DUE', flag: null });
  const [refund] = await refundsAtStripe(stripe, order);
  expect(await refundsOf(order)).toEqual([{ id: refund?.id, status: 'pending' }]);
  await stripe.control(`refunds/${refund?.id}/settle`, { outcome: 'succeeded' });
  await makeRetryDue(order);
  await refundDueOrders();
  expect(await saleState(order)).toMatchObject({ order: 'REFUNDED' });
  expect(await refundsAtStripe(stripe, order)).toHaveLength(1);
});

test('a full or partial refund made in Stripe’s dashboard is found', async () => {
  const [whole, part] = [await makeRefundDue(), await makeRefundDue()];
  await sdk().refunds.create({ payment_intent: whole.paymentIntentId });
  await sdk().refunds.create({ payment_intent: part.paymentIntentId, amount: 5_000 });
  await refundDueOrders();
  for (const order of [whole, part]) expect(await saleState(order)).toMatchObject({ order: 'REFUNDED', flag: null });
  expect((await refundsAtStripe(stripe, whole)).map(({ amount }) => amount)).toEqual([12_000]);
  expect((await refundsAtStripe(stripe, part)).map(({ amount }) => amount).sort()).toEqual([5_000, 7_000]);
});
