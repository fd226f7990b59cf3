import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { makeHeldOrder, makePost, saleState } from '../../../support/database/factories.ts';
import { sessionEvent } from '../../../support/stripe/stripe-events.ts';
import { messageKinds, settle } from './process-events.ts';

const OVER = ['CANCELLED', 'EXPIRED', 'FAILED'] as const;

/** An order that is over, whose work is free again. */
async function makeOverOrder(status: (typeof OVER)[number]) {
  const post = await makePost();
  const order = await makeHeldOrder({ post, status });
  await db().post.update({ where: { id: post.id }, data: { heldUntil: null } });
  return { post, order };
}

test.for(OVER)('paid after %s: a free work is sold after all', async (status) => {
  const { order } = await makeOverOrder(status);
  expect(await settle(sessionEvent('checkout.session.completed', order))).toMatchObject({
    outcome: 'applied',
    detail: `${status} to PAID`,
  });
  expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD', held: false });
  expect(await messageKinds(order)).toEqual(['bought', 'sold']);
});

test.for(OVER)('paid after %s while another holds the work: the money goes back, his hold stays', async (status) => {
  const { post, order } = await makeOverOrder(status);
  const other = await makeHeldOrder({ post });
  await settle(sessionEvent('checkout.session.completed', { ...order, paymentIntentId: `pi_${order.orderId}` }));
  expect(await saleState(order)).toMatchObject({ order: 'REFUND_DUE', post: 'LISTED', held: true });
  expect(await messageKinds(order)).toEqual(['late-payment']);
  expect(await db().order.findUnique({ where: { id: order.orderId } })).toMatchObject({
    paymentIntentId: `pi_${order.orderId}`,
  });
  await settle(sessionEvent('checkout.session.completed', other));
  expect(await saleState(other)).toMatchObject({ order: 'PAID', post: 'SOLD' });
});

test.for([
  ['sold', { status: 'SOLD', soldAt: new Date() }],
  ['taken out of the gallery', { status: 'DRAFT' }],
  ['hidden by a moderator', { hiddenAt: new Date() }],
] as const)('paid late for a work that was %s meanwhile: the money goes back', async ([, changes]) => {
  const { post, order } = await makeOverOrder('CANCELLED');
  await db().post.update({ where: { id: post.id }, data: changes });
  await settle(sessionEvent('checkout.session.completed', order));
  expect(await saleState(order)).toMatchObject({
    order: 'REFUND_DUE',
    post: 'status' in changes ? changes.status : 'LISTED',
    held: false,
  });
  expect(await messageKinds(order)).toEqual(['late-payment']);
});

test('of two late payments for one work one gets it and the other its money back', async () => {
  const { post, order: first } = await makeOverOrder('CANCELLED');
  const second = await makeHeldOrder({ post, status: 'EXPIRED' });
  await db().post.update({ where: { id: post.id }, data: { heldUntil: null } });
  const settled = await Promise.all(
    [first, second].map((order) => settle(sessionEvent('checkout.session.completed', order))),
  );
  expect(settled.map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
  const states = await Promise.all([saleState(first), saleState(second)]);
  expect(states.map(({ order }) => order).sort()).toEqual(['PAID', 'REFUND_DUE']);
});
