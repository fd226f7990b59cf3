import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { makeHeldOrder, saleState } from '../../../support/database/factories.ts';
import {
  disputeEvent,
  type EventJson,
  refundEvent,
  refundStatusEvent,
  sessionEvent,
} from '../../../support/stripe/stripe-events.ts';
import { ledgerOf } from '../stripe-order-fixture.ts';
import { lockPost, messageKinds, processJson } from './processing-fixture.ts';

async function makeOrder(status: 'HELD' | 'EXPIRED' = 'HELD') {
  const order = await makeHeldOrder({ status });
  if (status === 'EXPIRED') await db().post.update({ where: { id: order.postId }, data: { heldUntil: null } });
  return { ...order, paymentIntentId: `pi_${order.orderId}` };
}

type Order = Awaited<ReturnType<typeof makeOrder>>;

const payment = (order: Order) => sessionEvent('checkout.session.completed', order);
const disputeOpened = (order: Order) => disputeEvent('charge.dispute.created', order, 'needs_response');
const disputeLost = (order: Order) => disputeEvent('charge.dispute.closed', order, 'lost');
const disputeWon = (order: Order) => disputeEvent('charge.dispute.closed', order, 'won');
const fullRefund = (order: Order) =>
  refundStatusEvent('refund.created', order, { id: `re_${order.orderId}`, amount: 12_000 });
/** Made in Stripe's dashboard: it names only the payment. */
const dashboardRefund = ({ paymentIntentId, orderId }: Order) =>
  refundStatusEvent('refund.created', { paymentIntentId }, { id: `re_${orderId}`, amount: 12_000 });
const partialRefund = (order: Order) => refundStatusEvent('refund.created', order, { id: `re_${order.orderId}` });
const chargeRefunded = ({ paymentIntentId }: Order) => refundEvent({ paymentIntentId });

const outcomeOf = async (event: EventJson) =>
  (await db().stripeEvent.findUniqueOrThrow({ where: { id: event.id } })).outcome;

test.for<[string, ((order: Order) => EventJson)[], string]>([
  ['a refund', [fullRefund], 'REFUNDED'],
  ['a refund that names only the payment', [dashboardRefund], 'REFUNDED'],
  ['a refund reported by its charge', [chargeRefunded], 'REFUNDED'],
  ['a partial refund', [partialRefund], 'PAID'],
  ['a dispute', [disputeOpened], 'DISPUTED'],
  ['a dispute and its closing', [disputeOpened, disputeWon], 'PAID'],
  ['a lost dispute', [disputeOpened, disputeLost], 'REFUNDED'],
  ['the closing of a dispute before its opening', [disputeLost, disputeOpened], 'REFUNDED'],
])('%s before the payment waits and is applied with it', async ([, makers, expected]) => {
  for (const status of ['HELD', 'EXPIRED'] as const) {
    const order = await makeOrder(status);
    const events = makers.map((maker) => maker(order));
    for (const event of events) expect(await processJson(event)).toMatchObject({ outcome: 'waiting', change: null });
    expect(await saleState(order)).toMatchObject({ order: status, flag: null });
    expect(await ledgerOf(order)).toEqual([]);

    expect(await processJson(payment(order))).toMatchObject({ outcome: 'applied', detail: `${status} to PAID` });
    const isSold = expected !== 'REFUNDED';
    expect(await saleState(order)).toMatchObject({ order: expected, post: isSold ? 'SOLD' : 'DRAFT', flag: null });
    for (const event of events) {
      expect(await outcomeOf(event)).toBe('applied');
      expect(await processJson(event)).toMatchObject({ outcome: 'duplicate' });
    }
    expect(await messageKinds(order)).toEqual(expect.arrayContaining(['bought', 'sold']));
  }
});

test('a dispute closing that waits for its opening is flagged once the order is refunded', async () => {
  const order = await makeOrder();
  await processJson(payment(order));
  const closing = disputeWon(order);
  expect(await processJson(closing)).toMatchObject({ outcome: 'waiting' });
  await processJson(dashboardRefund(order));
  expect(await outcomeOf(closing)).toBe('flagged');
  expect(await saleState(order)).toMatchObject({ order: 'REFUNDED', flag: expect.stringContaining('dispute-won') });
});

test('a dispute closing before its opening waits even if the order is paid', async () => {
  const order = await makeOrder();
  await processJson(payment(order));
  const closing = disputeLost(order);
  expect(await processJson(closing)).toMatchObject({ outcome: 'waiting' });
  expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD' });
  await processJson(disputeOpened(order));
  expect(await outcomeOf(closing)).toBe('applied');
  expect(await saleState(order)).toMatchObject({ order: 'REFUNDED', post: 'DRAFT' });
});

test('an event that waits for one payment is not applied with another', async () => {
  const [order, other] = [await makeOrder(), await makeOrder()];
  const waiting = disputeOpened(order);
  await processJson(waiting);
  await processJson(payment(other));
  expect(await outcomeOf(waiting)).toBe('waiting');
  expect(await saleState(other)).toMatchObject({ order: 'PAID' });
});

test('an event that waits for a payment is applied with it or not at all', async () => {
  const order = await makeOrder();
  const waiting = fullRefund(order);
  await processJson(waiting);
  // The payment cannot be applied, so the event continues to wait.
  const { released, release } = await lockPost(order.postId);
  await expect(processJson(payment(order))).rejects.toThrow();
  release();
  await released;
  expect(await outcomeOf(waiting)).toBe('waiting');
  expect(await db().refund.count({ where: { orderId: order.orderId } })).toBe(0);
});

test('a refund of a payment that was never accepted does not wait forever', async () => {
  const order = await makeOrder();
  await processJson(sessionEvent('checkout.session.completed', order, { amount_total: 1 }));
  expect(await processJson(fullRefund(order))).toMatchObject({ outcome: 'applied' });
  expect(await db().refund.count({ where: { orderId: order.orderId } })).toBe(1);
});

test('a payment and a dispute that arrive at the same moment never miss each other', async () => {
  const orders = await Promise.all(Array.from({ length: 40 }, () => makeOrder()));
  // Few at once: more would wait for a connection, which ends after two seconds.
  for (const some of Array.from({ length: 10 }, (_, group) => orders.slice(4 * group, 4 * group + 4)))
    await Promise.all(some.flatMap((order) => [processJson(payment(order)), processJson(disputeOpened(order))]));
  for (const order of orders) expect(await saleState(order)).toMatchObject({ order: 'DISPUTED' });
});
