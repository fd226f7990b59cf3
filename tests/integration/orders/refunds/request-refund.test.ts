import { beforeAll, beforeEach, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import type { OrderStatus } from '#lib/domain/sale/sale.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { refundDueOrders } from '#lib/orders/refunds/refund-due-orders.ts';
import { requestRefund } from '#lib/orders/refunds/request-refund.ts';
import { makePost, makeUser, saleState } from '../../../support/database/factories.ts';
import { startTestStripe } from '../../../support/stripe/start-test-stripe.ts';
import { messageKinds } from '../settlement/processing-fixture.ts';
import { ledgerOf, makePaidOrder, type PaidOrder, refundsAtStripe } from '../stripe-order-fixture.ts';

const stripe = await startTestStripe();
let artist: Viewer;
let admin: Viewer;
let order: PaidOrder;

beforeAll(async () => {
  artist = await makeUser();
  admin = await makeUser({ role: 'ADMIN' });
});

beforeEach(async () => {
  order = await makePaidOrder(stripe, { post: await makePost({ artistId: artist.id }) });
});

const makeRetryDue = () => db().order.update({ where: { id: order.orderId }, data: { refundAfter: null } });

test.for(['the artist', 'an admin'])(
  '%s can undo a sale, which is refunded in full and makes the work a draft',
  async (role) => {
    const viewer = role === 'an admin' ? admin : artist;
    const { orderId, postId } = order;
    expect(await requestRefund(viewer, orderId)).toEqual([{ orderId, postId }]);
    expect(await saleState(order)).toMatchObject({ order: 'REFUNDED', post: 'DRAFT', sold: false });
    expect((await refundsAtStripe(stripe, order)).map(({ amount }) => amount)).toEqual([12_000]);
    expect(await db().order.findUnique({ where: { id: orderId } })).toMatchObject({
      ...{ refundRequestedBy: viewer.id, refundRequestedAt: expect.any(Date) },
    });
    expect(await messageKinds(order)).toEqual(['bought', 'refunded', 'sale-refunded', 'sold']);
    expect((await ledgerOf(order)).map(({ kind }) => kind)).toEqual(['charge', 'refund']);
  },
);

test.for([
  ['JPY', 21_762n, '181.35'],
  ['KWD', 43_180n, '0.35987'],
] as const)('a charge in %s is refunded in full in the same currency', async ([currency, amount, rate]) => {
  const post = await makePost({ artistId: artist.id });
  const sale = await makePaidOrder(stripe, { post, currency, amount, rate });
  await requestRefund(artist, sale.orderId);
  expect(await saleState(sale)).toMatchObject({ order: 'REFUNDED', flag: null });
  expect(await refundsAtStripe(stripe, sale)).toMatchObject([
    { amount: Number(amount), currency: currency.toLowerCase() },
  ]);
  const entries = (await ledgerOf(sale)).flatMap((transaction) => transaction.entries);
  expect(entries.every((entry) => entry.endsWith(currency))).toBe(true);
  expect(entries).toContain(`buyer ${amount} ${currency}`);
});

test('for another artist and the buyer the sale is not found, nor for an admin an unknown one', async () => {
  const buyer = await makeUser();
  await db().order.update({ where: { id: order.orderId }, data: { buyerId: buyer.id } });
  for (const viewer of [await makeUser(), buyer]) {
    await expect(requestRefund(viewer, order.orderId)).rejects.toMatchObject({ code: 'not-found' });
  }
  await expect(requestRefund(admin, crypto.randomUUID())).rejects.toMatchObject({ code: 'not-found' });
  expect(await refundsAtStripe(stripe, order)).toEqual([]);
  expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD' });
});

const NOT_REFUNDABLE: OrderStatus[] = ['HELD', 'PROCESSING', 'CANCELLED', 'EXPIRED', 'FAILED', 'REFUNDED', 'DISPUTED'];
test.for(NOT_REFUNDABLE)('a sale that is %s cannot be undone', async (status) => {
  await db().order.update({ where: { id: order.orderId }, data: { status } });
  await expect(requestRefund(artist, order.orderId)).rejects.toMatchObject({ code: 'not-refundable' });
  expect(await refundsAtStripe(stripe, order)).toEqual([]);
  expect(await db().order.findUnique({ where: { id: order.orderId } })).toMatchObject({ refundRequestedAt: null });
});

test('a second request writes nothing', async () => {
  await requestRefund(artist, order.orderId);
  const before = await db().order.findUnique({ where: { id: order.orderId } });
  expect(await requestRefund(admin, order.orderId)).toEqual([]);
  expect(await db().order.findUnique({ where: { id: order.orderId } })).toEqual(before);
});

test('a sale without a payment at Stripe cannot be undone', async () => {
  await db().order.update({ where: { id: order.orderId }, data: { paymentIntentId: null } });
  await expect(requestRefund(artist, order.orderId)).rejects.toMatchObject({ code: 'not-refundable' });
});

test('simultaneous requests make one refund', async () => {
  await Promise.all([requestRefund(artist, order.orderId), requestRefund(admin, order.orderId), refundDueOrders()]);
  await makeRetryDue();
  await refundDueOrders();
  expect(await saleState(order)).toMatchObject({ order: 'REFUNDED' });
  expect(await refundsAtStripe(stripe, order)).toHaveLength(1);
});

test('if Stripe does not reply, the request is kept and the worker makes the refund', async () => {
  await stripe.control('fault', { path: '/v1/refunds', method: 'POST', status: 500, times: 3 });
  expect(await requestRefund(artist, order.orderId)).toEqual([]);
  expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD', flag: null });
  await makeRetryDue();
  expect(await refundDueOrders()).toEqual([{ orderId: order.orderId, postId: order.postId }]);
  expect(await saleState(order)).toMatchObject({ order: 'REFUNDED', post: 'DRAFT' });
});

test('a sale without a refund request is left alone', async () => {
  expect(await refundDueOrders()).toEqual([]);
  expect(await refundDueOrders(order.orderId)).toEqual([]);
  expect(await refundsAtStripe(stripe, order)).toEqual([]);
});

test('a requested refund waits during a dispute and is made when the dispute is closed', async () => {
  await stripe.control('fault', { path: '/v1/refunds', method: 'POST', status: 500, times: 3 });
  await requestRefund(artist, order.orderId);
  await makeRetryDue();
  await db().order.update({ where: { id: order.orderId }, data: { status: 'DISPUTED' } });
  expect(await refundDueOrders()).toEqual([]);
  await db().order.update({ where: { id: order.orderId }, data: { status: 'PAID' } });
  expect(await refundDueOrders()).toHaveLength(1);
});
