import { afterEach, beforeEach, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import type { OrderStatus } from '#lib/domain/sale/sale.ts';
import { reconcileOrders } from '#lib/orders/reconciliation/reconcile-orders.ts';
import { type HeldOrder, saleState } from '../../../support/database/factories.ts';
import { recordStripeRequests, startTestStripe } from '../../../support/stripe/start-test-stripe.ts';
import { lockOrder, messageKinds } from '../settlement/processing-fixture.ts';
import { ledgerOf, payAtStripe, processStripeEvent, startOrder } from '../stripe-order-fixture.ts';

const stripe = await startTestStripe();
const MINUTE = 60_000;
const requests = recordStripeRequests();

beforeEach(() => requests.reset());
afterEach(async () => {
  await stripe.control('faults/clear');
  await db().order.updateMany({ where: { status: { in: ['HELD', 'PROCESSING'] } }, data: { status: 'REFUNDED' } });
});

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * MINUTE);
const startOldOrder = () => startOrder({ createdAt: minutesAgo(3) });
/** Makes all orders due to be asked about again. */
const makeDue = () => db().order.updateMany({ data: { askedAt: minutesAgo(1.1) } });
const askedAt = async ({ orderId: id }: HeldOrder) => (await db().order.findUniqueOrThrow({ where: { id } })).askedAt;

type AtStripe = (order: HeldOrder) => Promise<unknown>;
const pay =
  (method: string): AtStripe =>
  (order) =>
    payAtStripe(stripe, order, { method });
const payDelayed =
  (outcome: string): AtStripe =>
  async (order) => {
    await payAtStripe(stripe, order, { method: 'delayed' });
    await stripe.control(`sessions/${order.sessionId}/settle`, { outcome });
  };
const expire: AtStripe = ({ sessionId }) => stripe.control(`sessions/${sessionId}/expire`);

test.for<[string, OrderStatus, AtStripe, OrderStatus]>([
  ['paid', 'HELD', pay('card'), 'PAID'],
  ['paid', 'CANCELLED', pay('card'), 'CANCELLED'],
  ['expired', 'HELD', expire, 'EXPIRED'],
  ['completed with a pending payment', 'HELD', pay('delayed'), 'PROCESSING'],
  ['still pending', 'PROCESSING', pay('delayed'), 'PROCESSING'],
  ['paid in the end', 'PROCESSING', payDelayed('succeeded'), 'PAID'],
  ['paid with a delay', 'HELD', payDelayed('succeeded'), 'PAID'],
  ['failed', 'PROCESSING', payDelayed('failed'), 'FAILED'],
  ['failed with a delay', 'HELD', payDelayed('failed'), 'FAILED'],
])(
  'without any events, an order that is %s at Stripe and %s here is reconciled',
  async ([, status, changeAtStripe, expected]) => {
    const order = await startOldOrder();
    await changeAtStripe(order);
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
  },
);

test('an open checkout is left alone until its time is over, and is expired if Stripe has not done so', async () => {
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

test('a buyer who pays while the checkout is being expired has bought the work', async () => {
  const order = await startOldOrder();
  await db().order.update({ where: { id: order.orderId }, data: { heldUntil: minutesAgo(6) } });
  // Stripe reports it as open; the first attempt to expire it fails, and the buyer pays before the second.
  await stripe.control('fault', { path: '/v1/checkout/sessions/*/expire', status: 500 });
  const firstReply = requests.nextResponse();
  const [changed] = await Promise.all([reconcileOrders(), firstReply.then(() => payAtStripe(stripe, order))]);
  expect(changed).toEqual([]);
  expect(await saleState(order)).toMatchObject({ order: 'HELD', held: true });
  await makeDue();
  await reconcileOrders();
  expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD' });
});

test('only orders older than two minutes are asked about, at most once a minute', async () => {
  const [recent, old] = [await startOrder({ createdAt: minutesAgo(1.9) }), await startOldOrder()];
  requests.reset();
  await reconcileOrders();
  await reconcileOrders();
  expect(requests.sent()).toEqual([`GET /v1/checkout/sessions/${old.sessionId}`]);
  expect(await askedAt(recent)).toBeNull();
  await makeDue();
  await db().order.update({ where: { id: recent.orderId }, data: { askedAt: null } });
  await reconcileOrders();
  expect(requests.sent()).toHaveLength(2);
});

test('workers that run at the same time share the orders, however many there are', async () => {
  const orders = await Promise.all(Array.from({ length: 25 }, startOldOrder));
  await Promise.all(orders.map((order) => payAtStripe(stripe, order)));
  requests.reset();
  const changed = (await Promise.all([reconcileOrders(), reconcileOrders(), reconcileOrders()])).flat();
  expect(changed.map(({ orderId }) => orderId).sort()).toEqual(orders.map(({ orderId }) => orderId).sort());
  expect(requests.sent()).toHaveLength(25);
});

test('an order that another worker has locked is skipped, not waited for', async () => {
  const [first, second] = [await startOldOrder(), await startOldOrder()];
  for (const order of [first, second]) await payAtStripe(stripe, order);
  const { released, release } = await lockOrder(first.orderId);
  expect(await reconcileOrders()).toEqual([{ orderId: second.orderId, postId: second.postId }]);
  release();
  await released;
  expect(await reconcileOrders()).toEqual([{ orderId: first.orderId, postId: first.postId }]);
});

test('if Stripe fails for one order, it stays unchanged, the others are reconciled, and the next run retries it', async () => {
  const [first, second] = [await startOldOrder(), await startOldOrder()];
  for (const order of [first, second]) await payAtStripe(stripe, order);
  await stripe.control('fault', { path: `/v1/checkout/sessions/${first.sessionId}`, status: 500, times: 3 });
  expect(await reconcileOrders()).toEqual([{ orderId: second.orderId, postId: second.postId }]);
  expect(await saleState(first)).toMatchObject({ order: 'HELD', held: true, flag: null });
  await makeDue();
  expect(await reconcileOrders()).toEqual([{ orderId: first.orderId, postId: first.postId }]);
});

test('an event that arrives at the same moment makes no second sale', async () => {
  const orders = await Promise.all(Array.from({ length: 10 }, startOldOrder));
  for (const order of orders) await payAtStripe(stripe, order);
  const events = orders.map(({ sessionId }) => processStripeEvent(stripe, 'checkout.session.completed', sessionId));
  await Promise.all([reconcileOrders(), ...events]);
  for (const order of orders) {
    expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD' });
    expect(await messageKinds(order)).toEqual(['bought', 'sold']);
    expect(await ledgerOf(order)).toHaveLength(1);
  }
});

test('an amount that differs from the order’s sells nothing and flags the order', async () => {
  const order = await startOldOrder();
  const { paymentIntentId } = await payAtStripe(stripe, order);
  await db().order.update({ where: { id: order.orderId }, data: { amount: 12_001 } });
  expect(await reconcileOrders()).toEqual([]);
  const flag = 'Stripe reports €120 where the order says €120.01';
  expect(await saleState(order)).toMatchObject({ order: 'HELD', held: true, flag });
  expect(await db().order.findUnique({ where: { id: order.orderId } })).toMatchObject({ paymentIntentId });
});
