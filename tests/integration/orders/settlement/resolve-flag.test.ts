import type Stripe from 'stripe';
import { beforeAll, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { clearFlag, rejectPayment } from '#lib/orders/settlement/resolve-flag.ts';
import { makeHeldOrder, makeUser, saleState } from '../../../support/database/factories.ts';
import { startTestStripe } from '../../../support/stripe/start-test-stripe.ts';
import {
  ledgerOf,
  makePaidOrder,
  type PaidOrder,
  payAtStripe,
  processStripeEvent,
  refundsAtStripe,
  startOrder,
} from '../stripe-order-fixture.ts';
import { messageKinds } from './processing-fixture.ts';

const stripe = await startTestStripe();
let admin: Viewer;
let member: Viewer;

beforeAll(async () => {
  admin = await makeUser({ role: 'ADMIN' });
  member = await makeUser();
});

/** An order that was paid with a wrong amount, and therefore flagged. */
async function makeMismatch(): Promise<PaidOrder> {
  const started = await startOrder();
  await db().order.update({ where: { id: started.orderId }, data: { amount: 13_000 } });
  const order = await payAtStripe(stripe, started);
  expect(await processStripeEvent(stripe, 'checkout.session.completed', order.sessionId)).toMatchObject({
    outcome: 'flagged',
  });
  return order;
}

test('rejecting a payment of a wrong amount refunds all of it and releases the work', async () => {
  const order = await makeMismatch();
  const { orderId, postId } = order;
  expect(await rejectPayment(admin, orderId)).toEqual({ orderId, postId });
  expect(await saleState(order)).toEqual({ order: 'FAILED', flag: null, post: 'LISTED', held: false, sold: false });
  const [refund, ...more] = await refundsAtStripe(stripe, order);
  expect(more).toEqual([]);
  expect(refund).toMatchObject({ amount: 12_000 });
  expect(await db().refund.findMany({ where: { orderId }, select: { id: true, amount: true } })).toEqual([
    { id: refund?.id, amount: 12_000n },
  ]);
  expect((await ledgerOf(order)).map(({ kind, key }) => [kind, key])).toEqual([['refund', refund?.id]]);
  expect(await messageKinds(order)).toEqual([]);
  // Stripe's own events about the refund are known by then, and none of them waits for the rejected payment.
  const events: [Stripe.Event['type'], string][] = [
    ['refund.created', refund?.id ?? ''],
    ['charge.refunded', String(refund?.charge)],
  ];
  for (const [type, id] of events)
    expect(await processStripeEvent(stripe, type, id)).toMatchObject({ outcome: 'ignored' });
});

test('a rejected payment whose refund fails is flagged again, and another attempt refunds it', async () => {
  const order = await makeMismatch();
  await stripe.control('refund-status', { status: 'pending' });
  await rejectPayment(admin, order.orderId);
  await stripe.control('refund-status', { status: 'succeeded' });
  const [first] = await refundsAtStripe(stripe, order);
  await stripe.control(`refunds/${first?.id}/settle`, { outcome: 'failed' });
  await processStripeEvent(stripe, 'refund.failed', first?.id ?? '');
  expect(await saleState(order)).toMatchObject({ order: 'FAILED', flag: `The refund ${first?.id} failed: unknown` });
  await rejectPayment(admin, order.orderId);
  expect(await saleState(order)).toMatchObject({ order: 'FAILED', flag: null });
  const atStripe = await refundsAtStripe(stripe, order);
  expect(atStripe.map(({ status }) => status).sort()).toEqual(['failed', 'succeeded']);
});

test.for(['EXPIRED', 'CANCELLED', 'FAILED'] as const)(
  'a payment can be rejected when its order is already %s',
  async (status) => {
    const order = await makeMismatch();
    await db().order.update({ where: { id: order.orderId }, data: { status } });
    // Another buyer may hold the work by now.
    expect(await rejectPayment(admin, order.orderId)).toBeNull();
    expect(await saleState(order)).toMatchObject({ order: status, flag: null, held: true });
    expect(await refundsAtStripe(stripe, order)).toHaveLength(1);
  },
);

test('two admins who reject a payment at once refund it once', async () => {
  const order = await makeMismatch();
  await Promise.allSettled([rejectPayment(admin, order.orderId), rejectPayment(admin, order.orderId)]);
  expect(await saleState(order)).toMatchObject({ order: 'FAILED', flag: null });
  expect(await refundsAtStripe(stripe, order)).toHaveLength(1);
});

test('if Stripe refuses or does not reply, the order stays flagged', async () => {
  const order = await makeMismatch();
  const { flag } = await saleState(order);
  const fault = { path: '/v1/refunds', method: 'POST' };
  await stripe.control('fault', { ...fault, status: 400 });
  await expect(rejectPayment(admin, order.orderId)).rejects.toMatchObject({ code: 'refund-refused' });
  await stripe.control('fault', { ...fault, status: 500, times: 3 });
  await expect(rejectPayment(admin, order.orderId)).rejects.toThrow();
  expect(await saleState(order)).toMatchObject({ order: 'HELD', held: true, flag });
  await rejectPayment(admin, order.orderId);
  expect(await refundsAtStripe(stripe, order)).toHaveLength(1);
});

test('only an admin can reject a payment, and only of a flagged order that was never sold', async () => {
  const order = await makeMismatch();
  await expect(rejectPayment(member, order.orderId)).rejects.toMatchObject({ code: 'not-found' });
  const sold = await makePaidOrder(stripe);
  await expect(rejectPayment(admin, sold.orderId)).rejects.toMatchObject({ code: 'not-found' });
  await db().order.update({ where: { id: sold.orderId }, data: { flag: 'look' } });
  await expect(rejectPayment(admin, sold.orderId)).rejects.toMatchObject({ code: 'not-refundable' });
  const unpaid = await makeHeldOrder({ flag: 'look' });
  await expect(rejectPayment(admin, unpaid.orderId)).rejects.toMatchObject({ code: 'not-refundable' });
  for (const one of [order, sold]) expect(await refundsAtStripe(stripe, one)).toEqual([]);
  expect(await saleState(sold)).toMatchObject({ order: 'PAID', post: 'SOLD' });
});

test('an admin can clear a flag, which changes nothing else', async () => {
  const { orderId, postId } = await makeHeldOrder({ flag: 'look' });
  await expect(clearFlag(member, orderId)).rejects.toMatchObject({ code: 'not-found' });
  expect(await saleState({ orderId })).toMatchObject({ flag: 'look' });
  await clearFlag(admin, orderId);
  expect(await saleState({ orderId })).toMatchObject({ order: 'HELD', flag: null, held: true });
  await expect(clearFlag(admin, orderId)).rejects.toMatchObject({ code: 'not-found' });
  await expect(clearFlag(admin, postId)).rejects.toMatchObject({ code: 'not-found' });
});
