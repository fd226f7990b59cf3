import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import type { OrderStatus } from '#lib/domain/sale/sale.ts';
import { type HeldOrder, makeHeldOrder, makeUser, saleState } from '../../../support/database/factories.ts';
import { disputeEvent, type EventJson, refundEvent, sessionEvent } from '../../../support/stripe/stripe-events.ts';
import { messageKinds, processJson } from './processing-fixture.ts';

type Order = HeldOrder & { paymentIntentId: string };

async function makeSale() {
  const order = await makeHeldOrder();
  const payment = { paymentIntentId: `pi_${order.orderId}` };
  await processJson(sessionEvent('checkout.session.completed', { ...order, ...payment }));
  return { order, payment };
}

test('every admin is told about a dispute, and the order follows its outcome', async () => {
  const admins = [await makeUser({ role: 'ADMIN' }), await makeUser({ role: 'ADMIN' })];
  const { order, payment } = await makeSale();
  await processJson(disputeEvent('charge.dispute.created', payment, 'needs_response'));
  expect(await saleState(order)).toMatchObject({ order: 'DISPUTED', post: 'SOLD' });
  const messages = await db().message.findMany({ where: { orderId: order.orderId, kind: 'dispute-opened' } });
  expect(messages.map(({ recipient }) => recipient).sort()).toEqual(admins.map(({ email }) => email).sort());

  await processJson(disputeEvent('charge.dispute.closed', payment, 'won'));
  expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD' });
  await processJson(disputeEvent('charge.dispute.created', payment, 'needs_response'));
  await processJson(disputeEvent('charge.dispute.closed', payment, 'lost'));
  expect(await saleState(order)).toMatchObject({ order: 'REFUNDED', post: 'DRAFT', sold: false });
  expect(new Set(await messageKinds(order))).toEqual(
    new Set(['bought', 'sold', 'dispute-opened', 'dispute-won', 'dispute-lost']),
  );
});

test('a refunded work can be published and sold again', async () => {
  const { order, payment } = await makeSale();
  await processJson(refundEvent(payment));
  const post = await db().post.update({ where: { id: order.postId }, data: { status: 'LISTED' } });
  const next = await makeHeldOrder({ post });
  await processJson(sessionEvent('checkout.session.completed', next));
  expect(await saleState(next)).toMatchObject({ order: 'PAID', post: 'SOLD' });
  expect(await saleState(order)).toMatchObject({ order: 'REFUNDED' });
});

const expired = (order: Order) => sessionEvent('checkout.session.expired', order);
const paid = (order: Order) => sessionEvent('checkout.session.completed', order);
const opened = (order: Order) => disputeEvent('charge.dispute.created', order, 'needs_response');
const lost = (order: Order) => disputeEvent('charge.dispute.closed', order, 'lost');
const failedLate = (order: Order) => sessionEvent('checkout.session.async_payment_failed', order);

test.for<[OrderStatus, string, string, (order: Order) => EventJson]>([
  ['CANCELLED', 'ignored', 'expired is already known: the order is CANCELLED', expired],
  ['PAID', 'ignored', 'paid is already known: the order is PAID', paid],
  ['REFUNDED', 'ignored', 'paid is already known: the order is REFUNDED', paid],
  ['DISPUTED', 'ignored', 'dispute-opened is already known: the order is DISPUTED', opened],
  ['HELD', 'waiting', 'refunded arrived before the event it follows', refundEvent],
  ['HELD', 'waiting', 'dispute-opened arrived before the event it follows', opened],
  ['PAID', 'waiting', 'dispute-lost arrived before the event it follows', lost],
  ['PAID', 'refused', 'expired does not follow PAID', expired],
  ['PAID', 'refused', 'async-failed does not follow PAID', failedLate],
  ['DISPUTED', 'refused', 'refunded does not follow DISPUTED', refundEvent],
])('for an order that is %s an event is %s: %s', async ([status, outcome, detail, make]) => {
  const order = { ...(await makeHeldOrder({ status })), paymentIntentId: `pi_${crypto.randomUUID()}` };
  const { orderId, paymentIntentId } = order;
  await db().order.update({ where: { id: orderId }, data: { paymentIntentId } });
  const before = await db().order.findUnique({ where: { id: orderId }, include: { post: true } });
  const event = make(order);
  expect(await processJson(event)).toEqual({ outcome, detail, change: null });
  expect(await db().stripeEvent.findUnique({ where: { id: event.id } })).toMatchObject({ outcome, detail, orderId });
  expect(await db().order.findUnique({ where: { id: orderId }, include: { post: true } })).toEqual(before);
  expect(await messageKinds(order)).toEqual([]);
});

test.for(['REFUND_DUE', 'REFUNDED'] as const)('a dispute about an order that is %s flags it', async (status) => {
  const order = await makeHeldOrder({ status, paymentIntentId: `pi_${crypto.randomUUID()}` });
  const { paymentIntentId } = await db().order.findUniqueOrThrow({ where: { id: order.orderId } });
  const detail = `dispute-opened although the order is ${status}`;
  expect(await processJson(opened({ ...order, paymentIntentId: paymentIntentId ?? '' }))).toMatchObject({
    ...{ outcome: 'flagged', detail },
  });
  expect(await saleState(order)).toMatchObject({ order: status, flag: detail });
});
