import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { makeHeldOrder, makePost, saleState } from '../../../support/database/factories.ts';
import { sessionEvent } from '../../../support/stripe/stripe-events.ts';
import { messageKinds, processJson } from './processing-fixture.ts';

const ENDED = ['CANCELLED', 'EXPIRED', 'FAILED'] as const;

/** An order that has ended and whose work is available again. */
async function makeEndedOrder(status: (typeof ENDED)[number]) {
  const post = await makePost();
  const order = await makeHeldOrder({ post, status });
  await db().post.update({ where: { id: post.id }, data: { heldUntil: null } });
  return { post, order };
}

test.for(ENDED)('a payment after %s buys a work that is still available', async (status) => {
  const { order } = await makeEndedOrder(status);
  expect(await processJson(sessionEvent('checkout.session.completed', order))).toMatchObject({
    outcome: 'applied',
    detail: `${status} to PAID`,
  });
  expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD', held: false });
  expect(await messageKinds(order)).toEqual(['bought', 'sold']);
});

test.for(ENDED)(
  'a payment after %s for a work that another buyer holds is due for refund, and the other hold stays',
  async (status) => {
    const { post, order } = await makeEndedOrder(status);
    const other = await makeHeldOrder({ post });
    await processJson(sessionEvent('checkout.session.completed', { ...order, paymentIntentId: `pi_${order.orderId}` }));
    expect(await saleState(order)).toMatchObject({ order: 'REFUND_DUE', post: 'LISTED', held: true });
    expect(await messageKinds(order)).toEqual(['late-payment']);
    expect(await db().order.findUnique({ where: { id: order.orderId } })).toMatchObject({
      paymentIntentId: `pi_${order.orderId}`,
    });
    await processJson(sessionEvent('checkout.session.completed', other));
    expect(await saleState(other)).toMatchObject({ order: 'PAID', post: 'SOLD' });
  },
);

test.for([
  ['sold', { status: 'SOLD', soldAt: new Date() }],
  ['unpublished', { status: 'DRAFT' }],
  ['hidden by an admin', { hiddenAt: new Date() }],
] as const)('a late payment for a work that was %s in the meantime is due for refund', async ([, changes]) => {
  const { post, order } = await makeEndedOrder('CANCELLED');
  await db().post.update({ where: { id: post.id }, data: changes });
  await processJson(sessionEvent('checkout.session.completed', order));
  expect(await saleState(order)).toMatchObject({
    order: 'REFUND_DUE',
    post: 'status' in changes ? changes.status : 'LISTED',
    held: false,
  });
  expect(await messageKinds(order)).toEqual(['late-payment']);
});

test('of two late payments for one work one buys it and the other is due for refund', async () => {
  const { post, order: first } = await makeEndedOrder('CANCELLED');
  const second = await makeHeldOrder({ post, status: 'EXPIRED' });
  await db().post.update({ where: { id: post.id }, data: { heldUntil: null } });
  const processed = await Promise.all(
    [first, second].map((order) => processJson(sessionEvent('checkout.session.completed', order))),
  );
  expect(processed.map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
  const states = await Promise.all([saleState(first), saleState(second)]);
  expect(states.map(({ order }) => order).sort()).toEqual(['PAID', 'REFUND_DUE']);
});
