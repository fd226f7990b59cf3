import type Stripe from 'stripe';
import { beforeAll, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { clearFlag, rejectPayment } from '#lib/orders/settlement/resolve-flag.ts';
import { makeHeldOrder, makeUser, saleState } from '../../../support/database/factories.ts';
import { stripeForTests } from '../../../support/stripe/stripe-for-tests.ts';
import {
  ledgerOf,
  makePaidOrder,
  type Paid,
  payAtStripe,
  refundsAtStripe,
  settleStripes,
  startOrder,
} from '../at-stripe.ts';
import { messageKinds } from './process-events.ts';

const stripe = await stripeForTests();
let admin: Viewer;
let member: Viewer;

beforeAll(async () => {
  admin = await makeUser({ role: 'ADMIN' });
  member = await makeUser();
});

/** Paid with another amount than the order's, and therefore flagged. */
async function makeMismatch(): Promise<Paid> {
  const started = await startOrder();
  await db().order.update({ where: { id: started.orderId }, data: { amount: 13_000 } });
  const order = await payAtStripe(stripe, started);
  expect(await settleStripes(stripe, 'checkout.session.completed', order.sessionId)).toMatchObject({
    outcome: 'flagged',
  });
  return order;
}

test('a payment of a wrong amount is turned down: all of it goes back, and the work is free', async () => {
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
  // Stripe's own word about it is known by then, and none of it waits for a payment that was not accepted.
  const told: [Stripe.Event['type'], string][] = [
    ['refund.created', refund?.id ?? ''],
    ['charge.refunded', String(refund?.charge)],
  ];
  for (const [type, id] of told) expect(await settleStripes(stripe, type, id)).toMatchObject({ outcome: 'ignored' });
});

test('a payment that was turned down and came back to us is shown again, and goes back with a new try', async () => {
  const order = await makeMismatch();
  await stripe.control('refund-status', { status: 'pending' });
  await rejectPayment(admin, order.orderId);
  await stripe.control('refund-status', { status: 'succeeded' });
  const [first] = await refundsAtStripe(stripe, order);
  await stripe.control(`refunds/${first?.id}/settle`, { outcome: 'failed' });
  await settleStripes(stripe, 'refund.failed', first?.id ?? '');
  expect(await saleState(order)).toMatchObject({ order: 'FAILED', flag: `The refund ${first?.id} failed: unknown` });
  await rejectPayment(admin, order.orderId);
  expect(await saleState(order)).toMatchObject({ order: 'FAILED', flag: null });
  const atStripe = await refundsAtStripe(stripe, order);
  expect(atStripe.map(({ status }) => status).sort()).toEqual(['failed', 'succeeded']);
});

test.for(['EXPIRED', 'CANCELLED', 'FAILED'] as const)('turned down when the order is %s by now', async (status) => {
  const order = await makeMismatch();
  await db().order.update({ where: { id: order.orderId }, data: { status } });
  // The work may be held by another meanwhile.
  expect(await rejectPayment(admin, order.orderId)).toBeNull();
  expect(await saleState(order)).toMatchObject({ order: status, flag: null, held: true });
  expect(await refundsAtStripe(stripe, order)).toHaveLength(1);
});

test('two admins at once give it back once', async () => {
  const order = await makeMismatch();
  await Promise.allSettled([rejectPayment(admin, order.orderId), rejectPayment(admin, order.orderId)]);
  expect(await saleState(order)).toMatchObject({ order: 'FAILED', flag: null });
  expect(await refundsAtStripe(stripe, order)).toHaveLength(1);
});

test('when Stripe refuses or does not answer, the order stays flagged', async () => {
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

test('only an admin turns payments down, and only those of a flagged order that was never sold', async () => {
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

test('an admin who has looked takes the flag away, and nothing else changes', async () => {
  const { orderId, postId } = await makeHeldOrder({ flag: 'look' });
  await expect(clearFlag(member, orderId)).rejects.toMatchObject({ code: 'not-found' });
  expect(await saleState({ orderId })).toMatchObject({ flag: 'look' });
  await clearFlag(admin, orderId);
  expect(await saleState({ orderId })).toMatchObject({ order: 'HELD', flag: null, held: true });
  await expect(clearFlag(admin, orderId)).rejects.toMatchObject({ code: 'not-found' });
  await expect(clearFlag(admin, postId)).rejects.toMatchObject({ code: 'not-found' });
});
