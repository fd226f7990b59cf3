import { beforeEach, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { backfillEvents } from '#lib/orders/reconciliation/backfill-events.ts';
import { stripe as sdk } from '#lib/payments/stripe.ts';
import { saleState } from '../../../support/database/factories.ts';
import { stripeForTests } from '../../../support/stripe/stripe-for-tests.ts';
import { makePaidOrder, payAtStripe, settleStripes, startOrder } from '../at-stripe.ts';
import { lockPost, messageKinds } from '../settlement/process-events.ts';

const stripe = await stripeForTests();

beforeEach(async () => {
  await stripe.control('delivery', { mode: 'normal' });
  // Old enough to be missed, too young to be passed over by the next run.
  stripe.behind(60);
  await backfillEvents();
});

const payUnheard = async () => payAtStripe(stripe, await startOrder());
const markOf = () => db().reconcilerMark.findUniqueOrThrow({ where: { name: 'events' } });
const events = async (objectId: string) =>
  (await stripe.state()).events.filter(({ data }) => 'id' in data.object && data.object.id === objectId);

test('events whose webhook never came are applied, the older first', async () => {
  const [sold, given, expired] = [await payUnheard(), await payUnheard(), await startOrder()];
  await stripe.control(`sessions/${expired.sessionId}/expire`);
  await sdk().refunds.create({ payment_intent: given.paymentIntentId });
  await backfillEvents();
  expect(await saleState(sold)).toMatchObject({ order: 'PAID', post: 'SOLD' });
  expect(await saleState(given)).toMatchObject({ order: 'REFUNDED', post: 'DRAFT' });
  expect(await saleState(expired)).toMatchObject({ order: 'EXPIRED', post: 'LISTED', held: false });
  expect(await db().refund.count({ where: { orderId: given.orderId } })).toBe(1);
  const [completed] = await events(sold.sessionId);
  expect(await db().stripeEvent.findUnique({ where: { id: completed?.id ?? '' } })).toMatchObject({
    ...{ outcome: 'applied', orderId: sold.orderId },
    payload: expect.objectContaining({ id: completed?.id, type: 'checkout.session.completed' }),
  });
});

test('what is known is not applied again', async () => {
  const order = await makePaidOrder(stripe);
  expect(await backfillEvents()).toEqual([]);
  await db().reconcilerMark.deleteMany();
  expect(await backfillEvents()).toEqual([]);
  expect(await messageKinds(order)).toEqual(['bought', 'sold']);
});

test('one that is known as failed is left to the event desk and to its next delivery', async () => {
  const order = await payUnheard();
  const [completed] = await events(order.sessionId);
  const row = { id: completed?.id ?? '', type: completed?.type ?? '', outcome: 'failed', createdAt: new Date() };
  await db().stripeEvent.create({ data: row });
  expect(await backfillEvents()).toEqual([]);
  expect(await saleState(order)).toMatchObject({ order: 'HELD' });
  expect(await settleStripes(stripe, 'checkout.session.completed', order.sessionId)).toMatchObject({
    outcome: 'applied',
  });
});

test('what is younger than fifteen seconds is on its way through the webhook', async () => {
  stripe.behind(0);
  const order = await payUnheard();
  await backfillEvents();
  expect(await saleState(order)).toMatchObject({ order: 'HELD' });
  // Its webhook was lost after all: the next run still reads it, though the mark has moved.
  stripe.behind(60);
  expect(await backfillEvents()).toEqual([]);
});

test('what Stripe could not deliver for days is found beside the mark', async () => {
  const [lost, delivered] = [await startOrder(), await startOrder()];
  stripe.behind(2 * 24 * 60 * 60);
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

test('one that cannot be applied is recorded as failed and keeps nobody from his', async () => {
  const [bad, good] = [await payUnheard(), await payUnheard()];
  const { taken, letGo } = await lockPost(bad.postId);
  expect(await backfillEvents()).toEqual([{ orderId: good.orderId, postId: good.postId }]);
  letGo();
  await taken;
  const [completed] = await events(bad.sessionId);
  expect(await db().stripeEvent.findUnique({ where: { id: completed?.id ?? '' } })).toMatchObject({
    ...{ outcome: 'failed', detail: expect.any(String) },
    payload: expect.objectContaining({ id: completed?.id }),
  });
  expect(await saleState(bad)).toMatchObject({ order: 'HELD', held: true });
  // The mark has moved: a poison event does not stop the rest.
  expect((await markOf()).upTo.getTime()).toBeGreaterThan(Date.now() - 150_000);
});

test('the mark only moves after a whole run', async () => {
  const order = await payUnheard();
  const before = await markOf();
  await stripe.control('fault', { path: '/v1/events', method: 'GET', status: 500, times: 3 });
  await expect(backfillEvents()).rejects.toThrow();
  expect(await markOf()).toEqual(before);

  expect(await backfillEvents()).toEqual([{ orderId: order.orderId, postId: order.postId }]);
  expect((await markOf()).upTo.getTime()).toBeGreaterThan(before.upTo.getTime());
});

test('more than a page of them', async () => {
  const orders = await Promise.all(Array.from({ length: 105 }, payUnheard));
  const ids = orders.map(({ orderId }) => orderId).sort();
  const moved = (await backfillEvents()).map(({ orderId }) => orderId);
  expect(moved.filter((id) => ids.includes(id)).sort()).toEqual(ids);
});
