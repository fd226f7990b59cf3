import { beforeEach, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { backfillEvents } from '#lib/orders/reconciliation/backfill-events.ts';
import { stripe as sdk } from '#lib/payments/stripe.ts';
import { saleState } from '../../../support/database/factories.ts';
import { startTestStripe } from '../../../support/stripe/start-test-stripe.ts';
import { lockPost, messageKinds } from '../settlement/processing-fixture.ts';
import { makePaidOrder, payAtStripe, processStripeEvent, startOrder } from '../stripe-order-fixture.ts';

const stripe = await startTestStripe();

beforeEach(async () => {
  await stripe.control('delivery', { mode: 'normal' });
  // Old enough to count as missed, recent enough for the next run to read.
  stripe.setClockBehind(60);
  await backfillEvents();
});

const payWithoutEvent = async () => payAtStripe(stripe, await startOrder());
const markOf = () => db().reconcilerMark.findUniqueOrThrow({ where: { name: 'events' } });
const events = async (objectId: string) =>
  (await stripe.state()).events.filter(({ data }) => 'id' in data.object && data.object.id === objectId);

test('events whose webhook never arrived are applied, the oldest first', async () => {
  const [sold, refunded, expired] = [await payWithoutEvent(), await payWithoutEvent(), await startOrder()];
  await stripe.control(`sessions/${expired.sessionId}/expire`);
  await sdk().refunds.create({ payment_intent: refunded.paymentIntentId });
  await backfillEvents();
  expect(await saleState(sold)).toMatchObject({ order: 'PAID', post: 'SOLD' });
  expect(await saleState(refunded)).toMatchObject({ order: 'REFUNDED', post: 'DRAFT' });
  expect(await saleState(expired)).toMatchObject({ order: 'EXPIRED', post: 'LISTED', held: false });
  expect(await db().refund.count({ where: { orderId: refunded.orderId } })).toBe(1);
  const [completed] = await events(sold.sessionId);
  expect(await db().stripeEvent.findUnique({ where: { id: completed?.id ?? '' } })).toMatchObject({
    ...{ outcome: 'applied', orderId: sold.orderId },
    payload: expect.objectContaining({ id: completed?.id, type: 'checkout.session.completed' }),
  });
});

test('known events are not applied again', async () => {
  const order = await makePaidOrder(stripe);
  expect(await backfillEvents()).toEqual([]);
  await db().reconcilerMark.deleteMany();
  expect(await backfillEvents()).toEqual([]);
  expect(await messageKinds(order)).toEqual(['bought', 'sold']);
});

test('an event that failed is left to the webhook log and to its next delivery', async () => {
  const order = await payWithoutEvent();
  const [completed] = await events(order.sessionId);
  const row = { id: completed?.id ?? '', type: completed?.type ?? '', outcome: 'failed', createdAt: new Date() };
  await db().stripeEvent.create({ data: row });
  expect(await backfillEvents()).toEqual([]);
  expect(await saleState(order)).toMatchObject({ order: 'HELD' });
  expect(await processStripeEvent(stripe, 'checkout.session.completed', order.sessionId)).toMatchObject({
    outcome: 'applied',
  });
});

test('events younger than fifteen seconds are left to the webhook', async () => {
  stripe.setClockBehind(0);
  const order = await payWithoutEvent();
  await backfillEvents();
  expect(await saleState(order)).toMatchObject({ order: 'HELD' });
  // The event is still younger than fifteen seconds, whatever Stripe's clock says.
  stripe.setClockBehind(60);
  expect(await backfillEvents()).toEqual([]);
});

test('an event that Stripe could not deliver for days is found behind the mark', async () => {
  const [lost, delivered] = [await startOrder(), await startOrder()];
  stripe.setClockBehind(2 * 24 * 60 * 60);
  await stripe.control('delivery', { mode: 'drop' });
  const order = await payAtStripe(stripe, lost);
  await stripe.control('delivery', { mode: 'normal' });
  await stripe.control(`sessions/${delivered.sessionId}/expire`);
  await stripe.nextEvent('checkout.session.expired');
  await backfillEvents();
  expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD' });
  // Stripe counts this one as delivered, and the mark is past it.
  expect(await saleState(delivered)).toMatchObject({ order: 'HELD' });
});

test('an event that cannot be applied is recorded as failed and does not block others', async () => {
  const [bad, good] = [await payWithoutEvent(), await payWithoutEvent()];
  const { released, release } = await lockPost(bad.postId);
  expect(await backfillEvents()).toEqual([{ orderId: good.orderId, postId: good.postId }]);
  release();
  await released;
  const [completed] = await events(bad.sessionId);
  expect(await db().stripeEvent.findUnique({ where: { id: completed?.id ?? '' } })).toMatchObject({
    ...{ outcome: 'failed', detail: expect.any(String) },
    payload: expect.objectContaining({ id: completed?.id }),
  });
  expect(await saleState(bad)).toMatchObject({ order: 'HELD', held: true });
  // The mark has advanced: an event that always fails does not stop the rest.
  expect((await markOf()).upTo.getTime()).toBeGreaterThan(Date.now() - 150_000);
});

test('the mark only advances after a complete run', async () => {
  const order = await payWithoutEvent();
  const before = await markOf();
  await stripe.control('fault', { path: '/v1/events', method: 'GET', status: 500, times: 3 });
  await expect(backfillEvents()).rejects.toThrow();
  expect(await markOf()).toEqual(before);

  expect(await backfillEvents()).toEqual([{ orderId: order.orderId, postId: order.postId }]);
  expect((await markOf()).upTo.getTime()).toBeGreaterThan(before.upTo.getTime());
});

test('more than one page of events is applied', async () => {
  const orders = await Promise.all(Array.from({ length: 105 }, payWithoutEvent));
  const ids = orders.map(({ orderId }) => orderId).sort();
  const changed = (await backfillEvents()).map(({ orderId }) => orderId);
  expect(changed.filter((id) => ids.includes(id)).sort()).toEqual(ids);
});
