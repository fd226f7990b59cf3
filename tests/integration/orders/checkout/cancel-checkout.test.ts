import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { env } from '#lib/env.ts';
import { cancelCheckout } from '#lib/orders/checkout/cancel-checkout.ts';
import { startCheckout } from '#lib/orders/checkout/start-checkout.ts';
import { processEvent } from '#lib/orders/settlement/process-event.ts';
import { stripeEventSchema } from '#lib/schemas/stripe-events.ts';
import { makeHeldOrder, makePost, saleState } from '../../../support/database/factories.ts';
import { lockRows, waitForLockedBackends } from '../../../support/database/lock-rows.ts';
import { startTestStripe } from '../../../support/stripe/start-test-stripe.ts';
import { sessionEvent } from '../../../support/stripe/stripe-events.ts';
import { processJson } from '../settlement/processing-fixture.ts';

const stripe = await startTestStripe();
const SHOWN = { amount: 12_000, currency: 'EUR' };

async function beginCheckout() {
  const post = await makePost();
  const buyer = { viewer: null, token: randomUUID(), address: randomUUID() };
  const { change } = await startCheckout(buyer, post.slug, SHOWN);
  const { sessionId } = await db().order.findUniqueOrThrow({ where: { id: change.orderId } });
  return { post, orderId: change.orderId, sessionId: sessionId ?? '' };
}

test('expires the session at Stripe first, then releases the work', async () => {
  const { post, orderId, sessionId } = await beginCheckout();
  expect(await cancelCheckout(orderId)).toEqual({ slug: post.slug, change: { orderId, postId: post.id } });
  expect(await saleState({ orderId })).toMatchObject({ order: 'CANCELLED', post: 'LISTED', held: false });
  expect((await stripe.state()).sessions.find(({ id }) => id === sessionId)).toMatchObject({ status: 'expired' });
  // A second time, and Stripe's own event afterwards, change nothing.
  expect(await cancelCheckout(orderId)).toEqual({ slug: post.slug, change: null });
  const expired = stripeEventSchema.parse(await stripe.nextEvent('checkout.session.expired'));
  expect(await processEvent(expired)).toMatchObject({ outcome: 'ignored', change: null });
});

test('is refused once the session has been paid, and the sale completes', async () => {
  const { orderId, sessionId } = await beginCheckout();
  await stripe.control(`sessions/${sessionId}/pay`);
  await expect(cancelCheckout(orderId)).rejects.toMatchObject({ code: 'checkout-paid' });
  expect(await saleState({ orderId })).toMatchObject({ order: 'HELD', held: true });
  const completed = stripeEventSchema.parse(await stripe.nextEvent('checkout.session.completed'));
  expect(await processEvent(completed)).toMatchObject({ outcome: 'applied', detail: 'HELD to PAID' });
  expect((await cancelCheckout(orderId)).change).toBeNull();
  expect(await saleState({ orderId })).toMatchObject({ order: 'PAID', post: 'SOLD' });
});

test('keeps the hold if Stripe does not reply', async () => {
  const { orderId } = await beginCheckout();
  await stripe.control('fault', { path: '/v1/checkout/sessions/*/expire', status: 500, times: 3 });
  await expect(cancelCheckout(orderId)).rejects.toThrow();
  expect(await saleState({ orderId })).toMatchObject({ order: 'HELD', held: true });
  await cancelCheckout(orderId);
});

test('a cancellation counts as one, even if Stripe’s event about it is applied first', async () => {
  const order = await beginCheckout();
  const database = new pg.Pool({ connectionString: env().DATABASE_URL });
  const unlock = await lockRows({ database }, 'posts', [order.post.id]);
  const event = processJson(sessionEvent('checkout.session.expired', order));
  await waitForLockedBackends({ database }, 1);
  const cancelled = cancelCheckout(order.orderId);
  await waitForLockedBackends({ database }, 2);
  await unlock();
  expect(await event).toMatchObject({ detail: 'HELD to EXPIRED' });
  expect((await cancelled).change).toEqual({ orderId: order.orderId, postId: order.post.id });
  expect(await saleState(order)).toMatchObject({ order: 'CANCELLED', post: 'LISTED', held: false });
  await database.end();
});

test('an unknown order is not found, and one without a session has to wait', async () => {
  await expect(cancelCheckout(randomUUID())).rejects.toMatchObject({ code: 'not-found' });
  const { orderId } = await makeHeldOrder({ sessionId: null });
  await expect(cancelCheckout(orderId)).rejects.toMatchObject({ code: 'try-later' });
});

test('cancelling and paying at the same time never block each other and end in one state', async () => {
  const orders = await Promise.all(Array.from({ length: 20 }, beginCheckout));
  // Webhook and cancellation lock the same two rows, and either may be first.
  const results = await Promise.all(
    orders.flatMap((order) => [
      processJson(sessionEvent('checkout.session.completed', order)),
      cancelCheckout(order.orderId),
    ]),
  );
  expect(results).toHaveLength(40);
  for (const order of orders) {
    // Paid first, or cancelled first and then paid late: the work was available.
    expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD', held: false });
  }
});
