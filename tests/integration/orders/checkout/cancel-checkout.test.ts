import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { cancelCheckout } from '#lib/orders/checkout/cancel-checkout.ts';
import { startCheckout } from '#lib/orders/checkout/start-checkout.ts';
import { processEvent } from '#lib/orders/settlement/process-event.ts';
import { stripeEventSchema } from '#lib/schemas/stripe-events.ts';
import { makeHeldOrder, makePost, saleState } from '../../../support/database/factories.ts';
import { sessionEvent } from '../../../support/stripe/stripe-events.ts';
import { stripeForTests } from '../../../support/stripe/stripe-for-tests.ts';
import { settle } from '../settlement/process-events.ts';

const stripe = await stripeForTests();
const SHOWN = { amount: 12_000, currency: 'EUR' };

async function startedCheckout() {
  const post = await makePost();
  const buyer = { viewer: null, token: randomUUID(), address: randomUUID() };
  const { change } = await startCheckout(buyer, post.slug, SHOWN);
  const { sessionId } = await db().order.findUniqueOrThrow({ where: { id: change.orderId } });
  return { post, orderId: change.orderId, sessionId: sessionId ?? '' };
}

test('ends the session at Stripe first, then gives the work back', async () => {
  const { post, orderId, sessionId } = await startedCheckout();
  expect(await cancelCheckout(orderId)).toEqual({ slug: post.slug, change: { orderId, postId: post.id } });
  expect(await saleState({ orderId })).toMatchObject({ order: 'CANCELLED', post: 'LISTED', held: false });
  expect((await stripe.state()).sessions.find(({ id }) => id === sessionId)).toMatchObject({ status: 'expired' });
  // Twice, and Stripe's own word afterwards, change nothing more.
  expect(await cancelCheckout(orderId)).toEqual({ slug: post.slug, change: null });
  const expired = stripeEventSchema.parse(await stripe.nextEvent('checkout.session.expired'));
  expect(await processEvent(expired)).toMatchObject({ outcome: 'ignored', change: null });
});

test('is refused once the session has been paid, and the sale follows', async () => {
  const { orderId, sessionId } = await startedCheckout();
  await stripe.control(`sessions/${sessionId}/pay`);
  await expect(cancelCheckout(orderId)).rejects.toMatchObject({ code: 'checkout-paid' });
  expect(await saleState({ orderId })).toMatchObject({ order: 'HELD', held: true });
  const completed = stripeEventSchema.parse(await stripe.nextEvent('checkout.session.completed'));
  expect(await processEvent(completed)).toMatchObject({ outcome: 'applied', detail: 'HELD to PAID' });
  expect((await cancelCheckout(orderId)).change).toBeNull();
  expect(await saleState({ orderId })).toMatchObject({ order: 'PAID', post: 'SOLD' });
});

test('keeps the hold when Stripe does not answer', async () => {
  const { orderId } = await startedCheckout();
  await stripe.control('fault', { path: '/v1/checkout/sessions/*/expire', status: 500, times: 3 });
  await expect(cancelCheckout(orderId)).rejects.toThrow();
  expect(await saleState({ orderId })).toMatchObject({ order: 'HELD', held: true });
  await cancelCheckout(orderId);
});

test('an unknown order reads as not found, one without a session has to wait', async () => {
  await expect(cancelCheckout(randomUUID())).rejects.toMatchObject({ code: 'not-found' });
  const { orderId } = await makeHeldOrder({ sessionId: null });
  await expect(cancelCheckout(orderId)).rejects.toMatchObject({ code: 'try-later' });
});

test('cancelling and paying at the same time never block each other and end in one state', async () => {
  const orders = await Promise.all(Array.from({ length: 20 }, startedCheckout));
  // The webhook overtakes or is overtaken by the buyer who cancels: both lock the same two rows.
  const answers = await Promise.all(
    orders.flatMap((order) => [
      settle(sessionEvent('checkout.session.completed', order)),
      cancelCheckout(order.orderId),
    ]),
  );
  expect(answers).toHaveLength(40);
  for (const order of orders) {
    // Paid first, or cancelled first and then paid after all: the work was free.
    expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD', held: false });
  }
});
