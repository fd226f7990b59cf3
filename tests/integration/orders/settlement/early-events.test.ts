import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { makeHeldOrder, saleState } from '../../../support/database/factories.ts';
import {
  disputeEvent,
  type EventJson,
  refundEvent,
  refundReport,
  sessionEvent,
} from '../../../support/stripe/stripe-events.ts';
import { ledgerOf } from '../at-stripe.ts';
import { lockPost, messageKinds, settle } from './process-events.ts';

async function makeOrder(status: 'HELD' | 'EXPIRED' = 'HELD') {
  const order = await makeHeldOrder({ status });
  if (status === 'EXPIRED') await db().post.update({ where: { id: order.postId }, data: { heldUntil: null } });
  return { ...order, paymentIntentId: `pi_${order.orderId}` };
}

type Order = Awaited<ReturnType<typeof makeOrder>>;

const paid = (order: Order) => sessionEvent('checkout.session.completed', order);
const opened = (order: Order) => disputeEvent('charge.dispute.created', order, 'needs_response');
const lost = (order: Order) => disputeEvent('charge.dispute.closed', order, 'lost');
const won = (order: Order) => disputeEvent('charge.dispute.closed', order, 'won');
const whole = (order: Order) => refundReport('refund.created', order, { id: `re_${order.orderId}`, amount: 12_000 });
/** Made in the dashboard: it knows the payment only. */
const foreign = ({ paymentIntentId, orderId }: Order) =>
  refundReport('refund.created', { paymentIntentId }, { id: `re_${orderId}`, amount: 12_000 });
const part = (order: Order) => refundReport('refund.created', order, { id: `re_${order.orderId}` });
const charge = ({ paymentIntentId }: Order) => refundEvent({ paymentIntentId });

const outcomeOf = async (event: EventJson) =>
  (await db().stripeEvent.findUniqueOrThrow({ where: { id: event.id } })).outcome;

test.for<[string, ((order: Order) => EventJson)[], string]>([
  ['a refund', [whole], 'REFUNDED'],
  ['a refund that knows only the payment', [foreign], 'REFUNDED'],
  ['what the charge says of it', [charge], 'REFUNDED'],
  ['a part that went back', [part], 'PAID'],
  ['a dispute', [opened], 'DISPUTED'],
  ['a dispute and its end', [opened, won], 'PAID'],
  ['a lost dispute', [opened, lost], 'REFUNDED'],
  ['the end of a dispute before its begin', [lost, opened], 'REFUNDED'],
])('%s before the payment waits for it, in whatever order they came', async ([, make, expected]) => {
  for (const status of ['HELD', 'EXPIRED'] as const) {
    const order = await makeOrder(status);
    const events = make.map((one) => one(order));
    for (const event of events) expect(await settle(event)).toMatchObject({ outcome: 'waiting', change: null });
    expect(await saleState(order)).toMatchObject({ order: status, flag: null });
    expect(await ledgerOf(order)).toEqual([]);

    expect(await settle(paid(order))).toMatchObject({ outcome: 'applied', detail: `${status} to PAID` });
    const isSold = expected !== 'REFUNDED';
    expect(await saleState(order)).toMatchObject({ order: expected, post: isSold ? 'SOLD' : 'DRAFT', flag: null });
    for (const event of events) {
      expect(await outcomeOf(event)).toBe('applied');
      expect(await settle(event)).toMatchObject({ outcome: 'duplicate' });
    }
    expect(await messageKinds(order)).toEqual(expect.arrayContaining(['bought', 'sold']));
  }
});

test('the end of a dispute told before all went back waits no longer than that: a person has to look', async () => {
  const order = await makeOrder();
  await settle(paid(order));
  const end = won(order);
  expect(await settle(end)).toMatchObject({ outcome: 'waiting' });
  await settle(foreign(order));
  expect(await outcomeOf(end)).toBe('flagged');
  expect(await saleState(order)).toMatchObject({ order: 'REFUNDED', flag: expect.stringContaining('dispute-won') });
});

test('a dispute closed before it was opened waits at a paid order too', async () => {
  const order = await makeOrder();
  await settle(paid(order));
  const end = lost(order);
  expect(await settle(end)).toMatchObject({ outcome: 'waiting' });
  expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD' });
  await settle(opened(order));
  expect(await outcomeOf(end)).toBe('applied');
  expect(await saleState(order)).toMatchObject({ order: 'REFUNDED', post: 'DRAFT' });
});

test('what waits for one payment is not applied to another', async () => {
  const [order, other] = [await makeOrder(), await makeOrder()];
  const early = opened(order);
  await settle(early);
  await settle(paid(other));
  expect(await outcomeOf(early)).toBe('waiting');
  expect(await saleState(other)).toMatchObject({ order: 'PAID' });
});

test('what waits for a payment is applied with it or not at all', async () => {
  const order = await makeOrder();
  const early = whole(order);
  await settle(early);
  // The payment cannot be applied, so what waits for it stays as it is.
  const { taken, letGo } = await lockPost(order.postId);
  await expect(settle(paid(order))).rejects.toThrow();
  letGo();
  await taken;
  expect(await outcomeOf(early)).toBe('waiting');
  expect(await db().refund.count({ where: { orderId: order.orderId } })).toBe(0);
});

test('a refund of a payment that was never accepted does not wait for ever', async () => {
  const order = await makeOrder();
  await settle(sessionEvent('checkout.session.completed', order, { amount_total: 1 }));
  expect(await settle(whole(order))).toMatchObject({ outcome: 'applied' });
  expect(await db().refund.count({ where: { orderId: order.orderId } })).toBe(1);
});

test('payment and dispute that arrive at the same moment miss each other never', async () => {
  const orders = await Promise.all(Array.from({ length: 40 }, () => makeOrder()));
  await Promise.all(orders.flatMap((order) => [settle(paid(order)), settle(opened(order))]));
  for (const order of orders) expect(await saleState(order)).toMatchObject({ order: 'DISPUTED' });
});
