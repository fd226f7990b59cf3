import { beforeAll, beforeEach, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import type { OrderStatus } from '#lib/domain/sale/sale.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { refundDueOrders } from '#lib/orders/refunds/refund-due-orders.ts';
import { requestRefund } from '#lib/orders/refunds/request-refund.ts';
import { makePost, makeUser, saleState } from '../../../support/database/factories.ts';
import { stripeForTests } from '../../../support/stripe/stripe-for-tests.ts';
import { ledgerOf, makePaidOrder, type Paid, refundsAtStripe } from '../at-stripe.ts';
import { messageKinds } from '../settlement/process-events.ts';

const stripe = await stripeForTests();
let artist: Viewer;
let admin: Viewer;
let order: Paid;

beforeAll(async () => {
  artist = await makeUser();
  admin = await makeUser({ role: 'ADMIN' });
});

beforeEach(async () => {
  order = await makePaidOrder(stripe, { post: await makePost({ artistId: artist.id }) });
});

const waitIsOver = () => db().order.update({ where: { id: order.orderId }, data: { refundAfter: null } });

test.for(['the artist', 'an admin'])('%s undoes a sale: all of it goes back, and the work comes back', async (who) => {
  const viewer = who === 'an admin' ? admin : artist;
  const { orderId, postId } = order;
  expect(await requestRefund(viewer, orderId)).toEqual([{ orderId, postId }]);
  expect(await saleState(order)).toMatchObject({ order: 'REFUNDED', post: 'DRAFT', sold: false });
  expect((await refundsAtStripe(stripe, order)).map(({ amount }) => amount)).toEqual([12_000]);
  expect(await db().order.findUnique({ where: { id: orderId } })).toMatchObject({
    ...{ refundRequestedBy: viewer.id, refundRequestedAt: expect.any(Date) },
  });
  expect(await messageKinds(order)).toEqual(['bought', 'refunded', 'sale-refunded', 'sold']);
  expect((await ledgerOf(order)).map(({ kind }) => kind)).toEqual(['charge', 'refund']);
});

test.for([
  ['JPY', 21_762n, '181.35'],
  ['KWD', 43_180n, '0.35987'],
] as const)('what was charged in %s goes back in it, all of it', async ([currency, amount, rate]) => {
  const post = await makePost({ artistId: artist.id });
  const sale = await makePaidOrder(stripe, { post, currency, amount, rate });
  await requestRefund(artist, sale.orderId);
  expect(await saleState(sale)).toMatchObject({ order: 'REFUNDED', flag: null });
  expect(await refundsAtStripe(stripe, sale)).toMatchObject([
    { amount: Number(amount), currency: currency.toLowerCase() },
  ]);
  const entries = (await ledgerOf(sale)).flatMap((movement) => movement.entries);
  expect(entries.every((entry) => entry.endsWith(currency))).toBe(true);
  expect(entries).toContain(`buyer ${amount} ${currency}`);
});

test('another artist, the buyer and a stranger find no such sale', async () => {
  const buyer = await makeUser();
  await db().order.update({ where: { id: order.orderId }, data: { buyerId: buyer.id } });
  for (const viewer of [await makeUser(), buyer]) {
    await expect(requestRefund(viewer, order.orderId)).rejects.toMatchObject({ code: 'not-found' });
  }
  await expect(requestRefund(admin, crypto.randomUUID())).rejects.toMatchObject({ code: 'not-found' });
  expect(await refundsAtStripe(stripe, order)).toEqual([]);
  expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD' });
});

const OTHERS: OrderStatus[] = ['HELD', 'PROCESSING', 'CANCELLED', 'EXPIRED', 'FAILED', 'REFUNDED', 'DISPUTED'];
test.for(OTHERS)('a sale that is %s cannot be undone', async (status) => {
  await db().order.update({ where: { id: order.orderId }, data: { status } });
  await expect(requestRefund(artist, order.orderId)).rejects.toMatchObject({ code: 'not-refundable' });
  expect(await refundsAtStripe(stripe, order)).toEqual([]);
  expect(await db().order.findUnique({ where: { id: order.orderId } })).toMatchObject({ refundRequestedAt: null });
});

test('asked for once more it is under way or done, and nothing is written', async () => {
  await requestRefund(artist, order.orderId);
  const before = await db().order.findUnique({ where: { id: order.orderId } });
  expect(await requestRefund(admin, order.orderId)).toEqual([]);
  expect(await db().order.findUnique({ where: { id: order.orderId } })).toEqual(before);
});

test('a sale without a payment at Stripe cannot be undone', async () => {
  await db().order.update({ where: { id: order.orderId }, data: { paymentIntentId: null } });
  await expect(requestRefund(artist, order.orderId)).rejects.toMatchObject({ code: 'not-refundable' });
});

test('asked for in two tabs at once it goes back once', async () => {
  await Promise.all([requestRefund(artist, order.orderId), requestRefund(admin, order.orderId), refundDueOrders()]);
  await waitIsOver();
  await refundDueOrders();
  expect(await saleState(order)).toMatchObject({ order: 'REFUNDED' });
  expect(await refundsAtStripe(stripe, order)).toHaveLength(1);
});

test('a Stripe that does not answer delays it: the wish stands, and the worker goes on', async () => {
  await stripe.control('fault', { path: '/v1/refunds', method: 'POST', status: 500, times: 3 });
  expect(await requestRefund(artist, order.orderId)).toEqual([]);
  expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD', flag: null });
  await waitIsOver();
  expect(await refundDueOrders()).toEqual([{ orderId: order.orderId, postId: order.postId }]);
  expect(await saleState(order)).toMatchObject({ order: 'REFUNDED', post: 'DRAFT' });
});

test('a sale that nobody wants undone is left alone', async () => {
  expect(await refundDueOrders()).toEqual([]);
  expect(await refundDueOrders(order.orderId)).toEqual([]);
  expect(await refundsAtStripe(stripe, order)).toEqual([]);
});

test('while the bank asks it waits, and goes on when the question is closed', async () => {
  await stripe.control('fault', { path: '/v1/refunds', method: 'POST', status: 500, times: 3 });
  await requestRefund(artist, order.orderId);
  await waitIsOver();
  await db().order.update({ where: { id: order.orderId }, data: { status: 'DISPUTED' } });
  expect(await refundDueOrders()).toEqual([]);
  await db().order.update({ where: { id: order.orderId }, data: { status: 'PAID' } });
  expect(await refundDueOrders()).toHaveLength(1);
});
