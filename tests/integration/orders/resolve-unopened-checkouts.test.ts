import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { resolveUnopenedCheckouts } from '#lib/orders/resolve-unopened-checkouts.ts';
import { makeHeldOrder, saleState } from '../../support/factories.ts';
import { stripeForTests } from '../../support/stripe-for-tests.ts';

const stripe = await stripeForTests();
const MINUTES = 60_000;

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
