import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { makeHeldOrder, makeUser, saleState } from '../../support/factories.ts';
import { disputeEvent, refundEvent, sessionEvent } from '../../support/stripe-events.ts';
import { messageKinds, settle } from './settling.ts';

async function makeSale() {
  const order = await makeHeldOrder();
  const payment = { paymentIntentId: `pi_${order.orderId}` };
  await settle(sessionEvent('checkout.session.completed', { ...order, ...payment }));
  return { order, payment };
}

test('a dispute is told to every admin and closes as it was decided', async () => {
  const admins = [await makeUser({ role: 'ADMIN' }), await makeUser({ role: 'ADMIN' })];
  const { order, payment } = await makeSale();
  await settle(disputeEvent('charge.dispute.created', payment, 'needs_response'));
  expect(await saleState(order)).toMatchObject({ order: 'DISPUTED', post: 'SOLD' });
  const told = await db().message.findMany({ where: { orderId: order.orderId, kind: 'dispute-opened' } });
  expect(told.map(({ recipient }) => recipient).sort()).toEqual(admins.map(({ email }) => email).sort());

  await settle(disputeEvent('charge.dispute.closed', payment, 'won'));
  expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD' });
  await settle(disputeEvent('charge.dispute.created', payment, 'needs_response'));
  await settle(disputeEvent('charge.dispute.closed', payment, 'lost'));
  expect(await saleState(order)).toMatchObject({ order: 'REFUNDED', post: 'DRAFT', sold: false });
  expect(new Set(await messageKinds(order))).toEqual(
    new Set(['bought', 'sold', 'dispute-opened', 'dispute-won', 'dispute-lost']),
  );
});

test('a work that came back can be listed and sold again', async () => {
  const { order, payment } = await makeSale();
  await settle(refundEvent(payment));
  const post = await db().post.update({ where: { id: order.postId }, data: { status: 'LISTED' } });
  const next = await makeHeldOrder({ post });
  await settle(sessionEvent('checkout.session.completed', next));
  expect(await saleState(next)).toMatchObject({ order: 'PAID', post: 'SOLD' });
  expect(await saleState(order)).toMatchObject({ order: 'REFUNDED' });
});

test.for([
  ['HELD', 'refunded', () => refundEvent],
  ['CANCELLED', 'expired', () => sessionEvent.bind(null, 'checkout.session.expired')],
  ['PAID', 'expired', () => sessionEvent.bind(null, 'checkout.session.expired')],
  ['PAID', 'paid', () => sessionEvent.bind(null, 'checkout.session.completed')],
  ['REFUNDED', 'paid', () => sessionEvent.bind(null, 'checkout.session.completed')],
  ['DISPUTED', 'refunded', () => refundEvent],
] as const)('from %s there is no %s: it is written down and changes nothing', async ([status, name, make]) => {
  const order = await makeHeldOrder({ status });
  const before = await db().order.findUnique({ where: { id: order.orderId }, include: { post: true } });
  const event = make()(order);
  const detail = `${name} does not follow ${status}`;
  expect(await settle(event)).toEqual({ outcome: 'refused', detail, change: null });
  expect(await db().stripeEvent.findUnique({ where: { id: event.id } })).toMatchObject({
    ...{ outcome: 'refused', detail, orderId: order.orderId },
  });
  expect(await db().order.findUnique({ where: { id: order.orderId }, include: { post: true } })).toEqual(before);
});
