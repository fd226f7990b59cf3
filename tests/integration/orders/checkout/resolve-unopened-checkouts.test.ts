import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { resolveUnopenedCheckouts } from '#lib/orders/checkout/resolve-unopened-checkouts.ts';
import { reconcileOrders } from '#lib/orders/reconciliation/reconcile-orders.ts';
import { makeHeldOrder, saleState } from '../../../support/database/factories.ts';
import { startTestStripe } from '../../../support/stripe/start-test-stripe.ts';
import { startOrder } from '../stripe-order-fixture.ts';

const stripe = await startTestStripe();
const MINUTES = 60_000;

test('a checkout interrupted before its session was saved is expired at Stripe and released', async () => {
  const unopened = { sessionId: null, heldUntil: new Date(Math.floor(Date.now() / 1000) * 1000 + 31 * MINUTES) };
  const recent = await makeHeldOrder(unopened);
  const old = await makeHeldOrder({ ...unopened, createdAt: new Date(Date.now() - 3 * MINUTES) });
  const opened = await makeHeldOrder({ createdAt: new Date(Date.now() - 3 * MINUTES) });
  expect(await resolveUnopenedCheckouts()).toEqual([{ orderId: old.orderId, postId: old.postId }]);
  expect(await saleState(old)).toMatchObject({ order: 'CANCELLED', post: 'LISTED', held: false });
  const session = (await stripe.state()).sessions.find(({ metadata }) => metadata?.orderId === old.orderId);
  expect(session).toMatchObject({ status: 'expired' });
  for (const order of [recent, opened]) expect(await saleState(order)).toMatchObject({ order: 'HELD', held: true });
  await db().order.update({ where: { id: recent.orderId }, data: { status: 'CANCELLED' } });
});

test('an unopened checkout fails if Stripe refuses it, and waits if Stripe does not reply', async () => {
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
  ['paid in the meantime', 'PAID', (sessionId: string) => stripe.control(`sessions/${sessionId}/pay`)],
] as const)(
  'a session whose idempotency key has expired at Stripe is found, %s',
  async ([, expected, changeAtStripe]) => {
    const order = await startOrder({ createdAt: new Date(Date.now() - 3 * MINUTES) });
    const lost = { id: order.orderId };
    await db().order.update({ where: lost, data: { sessionId: null, checkoutUrl: null } });
    await changeAtStripe(order.sessionId);
    // The key expires after a day, and by then the order's expiry time is past: Stripe refuses another session.
    await stripe.control('fault', { path: '/v1/checkout/sessions', method: 'POST', status: 400 });
    await resolveUnopenedCheckouts();
    await reconcileOrders();
    expect(await saleState(order)).toMatchObject({ order: expected, held: false });
    expect((await stripe.state()).sessions.filter(({ metadata }) => metadata?.orderId === order.orderId)).toHaveLength(
      1,
    );
  },
);
