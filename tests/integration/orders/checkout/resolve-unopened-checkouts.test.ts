import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { resolveUnopenedCheckouts } from '#lib/orders/checkout/resolve-unopened-checkouts.ts';
import { reconcileOrders } from '#lib/orders/reconciliation/reconcile-orders.ts';
import { makeHeldOrder, saleState } from '../../../support/database/factories.ts';
import { stripeForTests } from '../../../support/stripe/stripe-for-tests.ts';
import { startOrder } from '../at-stripe.ts';

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

test.for([
  ['still open', 'CANCELLED', async () => {}],
  ['paid meanwhile', 'PAID', (sessionId: string) => stripe.control(`sessions/${sessionId}/pay`)],
] as const)('a session whose key Stripe has forgotten is found, %s', async ([, expected, happen]) => {
  const order = await startOrder({ createdAt: new Date(Date.now() - 3 * MINUTES) });
  const lost = { id: order.orderId };
  await db().order.update({ where: lost, data: { sessionId: null, checkoutUrl: null } });
  await happen(order.sessionId);
  // The key is gone after a day, and the end that the order asks for is past by then: Stripe refuses another session.
  await stripe.control('fault', { path: '/v1/checkout/sessions', method: 'POST', status: 400 });
  await resolveUnopenedCheckouts();
  await reconcileOrders();
  expect(await saleState(order)).toMatchObject({ order: expected, held: false });
  expect((await stripe.state()).sessions.filter(({ metadata }) => metadata?.orderId === order.orderId)).toHaveLength(1);
});
