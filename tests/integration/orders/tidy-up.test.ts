import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { refundDueOrders } from '#lib/orders/refund-due-orders.ts';
import { resolveUnopenedCheckouts } from '#lib/orders/resolve-unopened-checkouts.ts';
import { startCheckout } from '#lib/orders/start-checkout.ts';
import { refundPayment } from '#lib/payments/refund-payment.ts';
import { makeHeldOrder, makePost, saleState } from '../../support/factories.ts';
import { stripeForTests } from '../../support/stripe-for-tests.ts';

const stripe = await stripeForTests();
const MINUTES = 60_000;

/** Paid at Stripe; the order is over and the work gone. */
async function makeRefundDue() {
  const post = await makePost();
  const buyer = { viewer: null, token: randomUUID(), address: randomUUID() };
  const { change } = await startCheckout(buyer, post.slug, { amount: 12_000, currency: 'EUR' });
  const { sessionId } = await db().order.findUniqueOrThrow({ where: { id: change.orderId } });
  await stripe.control(`sessions/${sessionId}/pay`);
  const session = (await stripe.state()).sessions.find(({ id }) => id === sessionId);
  const paymentIntentId = String(session?.payment_intent);
  await db().order.update({ where: { id: change.orderId }, data: { status: 'REFUND_DUE', paymentIntentId } });
  return { ...change, paymentIntentId };
}

/** As if the time until the next try had passed. */
const waitIsOver = (id: string) => db().order.update({ where: { id }, data: { refundAfter: null } });

const refundsOf = async (paymentIntentId: string) =>
  (await stripe.state()).refunds.filter(({ payment_intent }) => payment_intent === paymentIntentId);

test('gives back what is due, once', async () => {
  const { orderId, postId, paymentIntentId } = await makeRefundDue();
  expect(await refundDueOrders()).toEqual([{ orderId, postId }]);
  expect(await saleState({ orderId })).toMatchObject({ order: 'REFUNDED', post: 'LISTED' });
  const [refund, ...more] = await refundsOf(paymentIntentId);
  expect(more).toEqual([]);
  expect(refund).toMatchObject({ amount: 12_000 });
  expect(await db().refund.findMany({ where: { orderId }, select: { id: true, status: true } })).toEqual([
    { id: refund?.id, status: 'succeeded' },
  ]);
  expect(await refundDueOrders()).toEqual([]);
});

test('two workers, and a try whose answer was lost, still make one refund', async () => {
  const { orderId, paymentIntentId } = await makeRefundDue();
  await stripe.control('fault', { path: '/v1/refunds', method: 'POST', dropReply: true });
  await Promise.all([refundDueOrders(), refundDueOrders()]);
  await waitIsOver(orderId);
  await refundDueOrders();
  expect(await saleState({ orderId })).toMatchObject({ order: 'REFUNDED' });
  expect(await refundsOf(paymentIntentId)).toHaveLength(1);
});

test('a refund made by a worker that died before it could note it is found again', async () => {
  const { orderId, paymentIntentId } = await makeRefundDue();
  const [refund] = await refundPayment({ id: orderId, paymentIntentId, failedRefunds: 0 });
  await refundDueOrders();
  expect(await saleState({ orderId })).toMatchObject({ order: 'REFUNDED' });
  expect(await db().refund.findMany({ where: { orderId }, select: { id: true } })).toEqual([{ id: refund?.id }]);
  expect(await refundsOf(paymentIntentId)).toHaveLength(1);
});

test('a refund that Stripe has not finished is asked for again until it has', async () => {
  const { orderId, paymentIntentId } = await makeRefundDue();
  await stripe.control('refund-status', { status: 'pending' });
  await refundDueOrders();
  expect(await saleState({ orderId })).toMatchObject({ order: 'REFUND_DUE' });
  await stripe.control('refund-status', { status: 'succeeded' });
  const [refund] = await refundsOf(paymentIntentId);
  await stripe.control(`refunds/${refund?.id}/settle`, { outcome: 'succeeded' });
  await waitIsOver(orderId);
  await refundDueOrders();
  expect(await saleState({ orderId })).toMatchObject({ order: 'REFUNDED' });
  expect(await refundsOf(paymentIntentId)).toHaveLength(1);
});

test('a refund that fails is tried again and does not keep others from theirs', async () => {
  const [first, second] = [await makeRefundDue(), await makeRefundDue()];
  await stripe.control('fault', { path: '/v1/refunds', method: 'POST', status: 400 });
  expect(await refundDueOrders()).toEqual([{ orderId: second.orderId, postId: second.postId }]);
  expect(await saleState(first)).toMatchObject({ order: 'REFUND_DUE' });
  await refundDueOrders();
  expect(await saleState(first)).toMatchObject({ order: 'REFUNDED' });
});

test('a refund that Stripe has not finished stays due', async () => {
  const { orderId, paymentIntentId } = await makeRefundDue();
  await stripe.control('refund-status', { status: 'pending' });
  expect(await refundDueOrders()).toEqual([]);
  await stripe.control('refund-status', { status: 'succeeded' });
  expect(await saleState({ orderId })).toMatchObject({ order: 'REFUND_DUE' });
  expect(await refundsOf(paymentIntentId)).toHaveLength(1);
});

test('a checkout cut off before its session was known is ended at Stripe and freed', async () => {
  const unopened = { sessionId: null, heldUntil: new Date(Math.floor(Date.now() / 1000) * 1000 + 31 * MINUTES) };
  const young = await makeHeldOrder(unopened);
  const old = await makeHeldOrder({ ...unopened, createdAt: new Date(Date.now() - 3 * MINUTES) });
  const opened = await makeHeldOrder({ createdAt: new Date(Date.now() - 3 * MINUTES) });
  expect(await resolveUnopenedCheckouts()).toEqual([{ orderId: old.orderId, postId: old.postId }]);
  expect(await saleState(old)).toMatchObject({ order: 'CANCELLED', post: 'LISTED', held: false });
  const session = (await stripe.state()).sessions.find(({ metadata }) => metadata?.orderId === old.orderId);
  expect(session).toMatchObject({ status: 'expired' });
  for (const order of [young, opened]) expect(await saleState(order)).toMatchObject({ order: 'HELD', held: true });
  await db().order.update({ where: { id: young.orderId }, data: { status: 'CANCELLED' } });
});

test('an unopened checkout that Stripe refuses has failed; one that it cannot answer waits', async () => {
  const create = { path: '/v1/checkout/sessions', method: 'POST' };
  const order = await makeHeldOrder({
    ...{ sessionId: null, createdAt: new Date(Date.now() - 3 * MINUTES) },
    heldUntil: new Date(Math.floor(Date.now() / 1000) * 1000 + 31 * MINUTES),
  });
  await stripe.control('fault', { ...create, status: 500, times: 3 });
  expect(await resolveUnopenedCheckouts()).toEqual([]);
  expect(await saleState(order)).toMatchObject({ order: 'HELD', held: true });
  await stripe.control('fault', { ...create, status: 400 });
  expect(await resolveUnopenedCheckouts()).toEqual([{ orderId: order.orderId, postId: order.postId }]);
  expect(await saleState(order)).toMatchObject({ order: 'FAILED', held: false });
});
