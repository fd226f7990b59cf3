import { afterEach, beforeEach, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import type { OrderStatus } from '#lib/domain/sale/sale.ts';
import { reconcileOrders } from '#lib/orders/reconciliation/reconcile-orders.ts';
import { type HeldOrder, saleState } from '../../../support/database/factories.ts';
import { countRequests, stripeForTests } from '../../../support/stripe/stripe-for-tests.ts';
import { ledgerOf, payAtStripe, settleStripes, startOrder } from '../at-stripe.ts';
import { lockOrder, messageKinds } from '../settlement/process-events.ts';

const stripe = await stripeForTests();
const MINUTE = 60_000;
const requests = countRequests();

beforeEach(() => requests.reset());
afterEach(async () => {
  await stripe.control('faults/clear');
  await db().order.updateMany({ where: { status: { in: ['HELD', 'PROCESSING'] } }, data: { status: 'REFUNDED' } });
});

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * MINUTE);
const startOldOrder = () => startOrder({ createdAt: minutesAgo(3) });
/** As if the minute until it is asked about again had passed. */
const minuteIsOver = () => db().order.updateMany({ data: { askedAt: minutesAgo(1.1) } });
const askedAt = async ({ orderId: id }: HeldOrder) => (await db().order.findUniqueOrThrow({ where: { id } })).askedAt;

type AtStripe = (order: HeldOrder) => Promise<unknown>;
const pay =
  (method: string): AtStripe =>
  (order) =>
    payAtStripe(stripe, order, { method });
const payAndSettle =
  (outcome: string): AtStripe =>
  async (order) => {
    await payAtStripe(stripe, order, { method: 'delayed' });
    await stripe.control(`sessions/${order.sessionId}/settle`, { outcome });
  };
const expire: AtStripe = ({ sessionId }) => stripe.control(`sessions/${sessionId}/expire`);

test.for<[string, OrderStatus, AtStripe, OrderStatus]>([
  ['paid', 'HELD', pay('card'), 'PAID'],
  ['paid after all', 'CANCELLED', pay('card'), 'CANCELLED'],
  ['expired', 'HELD', expire, 'EXPIRED'],
  ['completed, its money on the way', 'HELD', pay('delayed'), 'PROCESSING'],
  ['still on its way', 'PROCESSING', pay('delayed'), 'PROCESSING'],
  ['arrived at last', 'PROCESSING', payAndSettle('succeeded'), 'PAID'],
  ['arrived, and nothing of it was heard', 'HELD', payAndSettle('succeeded'), 'PAID'],
  ['failed', 'PROCESSING', payAndSettle('failed'), 'FAILED'],
  ['failed, and nothing of it was heard', 'HELD', payAndSettle('failed'), 'FAILED'],
])('with every event lost: %s at Stripe and %s here', async ([, status, happen, expected]) => {
  const order = await startOldOrder();
  await happen(order);
  await db().order.update({ where: { id: order.orderId }, data: { status } });
  const { orderId, postId } = order;
  expect(await reconcileOrders()).toEqual(expected === status ? [] : [{ orderId, postId }]);
  const held = expected === 'PROCESSING' || expected === 'CANCELLED';
  expect(await saleState(order)).toMatchObject({
    ...{ order: expected, post: expected === 'PAID' ? 'SOLD' : 'LISTED', held, flag: null },
  });
  if (expected !== 'PAID') return;
  expect(await messageKinds(order)).toEqual(['bought', 'sold']);
  expect((await ledgerOf(order)).map(({ kind }) => kind)).toEqual(['charge']);
});

test('an open checkout is left alone while its time lasts, and ended when Stripe has not', async () => {
  const [inTime, late] = [await startOldOrder(), await startOldOrder()];
  await db().order.update({ where: { id: inTime.orderId }, data: { heldUntil: minutesAgo(4) } });
  await db().order.update({ where: { id: late.orderId }, data: { heldUntil: minutesAgo(6) } });
  expect(await reconcileOrders()).toEqual([{ orderId: late.orderId, postId: late.postId }]);
  expect(await saleState(inTime)).toMatchObject({ order: 'HELD', held: true });
  expect(await saleState(late)).toMatchObject({ order: 'EXPIRED', post: 'LISTED', held: false });
  const { sessions } = await stripe.state();
  const atStripe = ({ sessionId }: HeldOrder) => sessions.find(({ id }) => id === sessionId)?.status;
  expect([atStripe(inTime), atStripe(late)]).toEqual(['open', 'expired']);
});

test('a buyer who pays while we end his checkout has bought', async () => {
  const order = await startOldOrder();
  await db().order.update({ where: { id: order.orderId }, data: { heldUntil: minutesAgo(6) } });
  // Stripe says that it is open; the first try to end it fails, and before the second the buyer has paid.
  await stripe.control('fault', { path: '/v1/checkout/sessions/*/expire', status: 500 });
  const asked = requests.answer();
  const [moved] = await Promise.all([reconcileOrders(), asked.then(() => payAtStripe(stripe, order))]);
  expect(moved).toEqual([]);
  expect(await saleState(order)).toMatchObject({ order: 'HELD', held: true });
  await minuteIsOver();
  await reconcileOrders();
  expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD' });
});

test('only what is older than two minutes is asked about, and once a minute at most', async () => {
  const [young, old] = [await startOrder({ createdAt: minutesAgo(1.9) }), await startOldOrder()];
  requests.reset();
  await reconcileOrders();
  await reconcileOrders();
  expect(requests.made()).toEqual([`GET /v1/checkout/sessions/${old.sessionId}`]);
  expect(await askedAt(young)).toBeNull();
  await minuteIsOver();
  await db().order.update({ where: { id: young.orderId }, data: { askedAt: null } });
  await reconcileOrders();
  expect(requests.made()).toHaveLength(2);
});

test('workers that ask at the same time share the orders, however many there are', async () => {
  const orders = await Promise.all(Array.from({ length: 25 }, startOldOrder));
  await Promise.all(orders.map((order) => payAtStripe(stripe, order)));
  requests.reset();
  const moved = (await Promise.all([reconcileOrders(), reconcileOrders(), reconcileOrders()])).flat();
  expect(moved.map(({ orderId }) => orderId).sort()).toEqual(orders.map(({ orderId }) => orderId).sort());
  expect(requests.made()).toHaveLength(25);
});

test('an order that another worker is taking at this moment is passed over, not waited for', async () => {
  const [first, second] = [await startOldOrder(), await startOldOrder()];
  for (const order of [first, second]) await payAtStripe(stripe, order);
  const { taken, letGo } = await lockOrder(first.orderId);
  expect(await reconcileOrders()).toEqual([{ orderId: second.orderId, postId: second.postId }]);
  letGo();
  await taken;
  expect(await reconcileOrders()).toEqual([{ orderId: first.orderId, postId: first.postId }]);
});

test('Stripe away: nothing changes, others are not kept from theirs, and the next run goes on', async () => {
  const [first, second] = [await startOldOrder(), await startOldOrder()];
  for (const order of [first, second]) await payAtStripe(stripe, order);
  await stripe.control('fault', { path: `/v1/checkout/sessions/${first.sessionId}`, status: 500, times: 3 });
  expect(await reconcileOrders()).toEqual([{ orderId: second.orderId, postId: second.postId }]);
  expect(await saleState(first)).toMatchObject({ order: 'HELD', held: true, flag: null });
  await minuteIsOver();
  expect(await reconcileOrders()).toEqual([{ orderId: first.orderId, postId: first.postId }]);
});

test('an event that arrives at the same moment makes no second sale', async () => {
  const orders = await Promise.all(Array.from({ length: 10 }, startOldOrder));
  for (const order of orders) await payAtStripe(stripe, order);
  const events = orders.map(({ sessionId }) => settleStripes(stripe, 'checkout.session.completed', sessionId));
  await Promise.all([reconcileOrders(), ...events]);
  for (const order of orders) {
    expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD' });
    expect(await messageKinds(order)).toEqual(['bought', 'sold']);
    expect(await ledgerOf(order)).toHaveLength(1);
  }
});

test('an amount that is not the order’s sells nothing and is shown to a person', async () => {
  const order = await startOldOrder();
  const { paymentIntentId } = await payAtStripe(stripe, order);
  await db().order.update({ where: { id: order.orderId }, data: { amount: 12_001 } });
  expect(await reconcileOrders()).toEqual([]);
  const flag = 'Stripe reports €120 where the order says €120.01';
  expect(await saleState(order)).toMatchObject({ order: 'HELD', held: true, flag });
  expect(await db().order.findUnique({ where: { id: order.orderId } })).toMatchObject({ paymentIntentId });
});
