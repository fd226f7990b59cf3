import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { processEvent } from '#lib/orders/settlement/process-event.ts';
import { makeHeldOrder, makePost, makeUser, saleState } from '../../../support/database/factories.ts';
import { type EventJson, readEvent, refundEvent, sessionEvent } from '../../../support/stripe/stripe-events.ts';
import { lockPost, messageKinds, settle } from './process-events.ts';

const NOWHERE = '00000000-0000-4000-8000-000000000000';

test('paid: the work is sold, buyer and artist are to be told, and the buyer is known', async () => {
  const artist = await makeUser();
  const order = await makeHeldOrder({ post: await makePost({ artistId: artist.id }) });
  const event = sessionEvent('checkout.session.completed', { ...order, paymentIntentId: 'pi_1' });
  expect(await settle(event)).toEqual({
    outcome: 'applied',
    detail: 'HELD to PAID',
    change: { orderId: order.orderId, postId: order.postId },
  });
  expect(await saleState(order)).toEqual({ order: 'PAID', flag: null, post: 'SOLD', held: false, sold: true });
  expect(await db().order.findUnique({ where: { id: order.orderId } })).toMatchObject({
    paymentIntentId: 'pi_1',
    buyerName: 'Ada Lovelace',
    buyerEmail: 'ada@example.org',
    buyerCountry: 'GB',
    paidAt: expect.any(Date),
  });
  const messages = await db().message.findMany({ where: { orderId: order.orderId }, orderBy: { kind: 'asc' } });
  expect(messages.map(({ kind, recipient }) => [kind, recipient])).toEqual([
    ['bought', 'ada@example.org'],
    ['sold', artist.email],
  ]);
  expect(await db().stripeEvent.findUnique({ where: { id: event.id } })).toMatchObject({
    type: 'checkout.session.completed',
    orderId: order.orderId,
    outcome: 'applied',
    createdAt: new Date(event.created * 1000),
  });
});

test('the same event twenty times at once is one sale', async () => {
  const order = await makeHeldOrder();
  const event = readEvent(sessionEvent('checkout.session.completed', order));
  const settled = await Promise.all(Array.from({ length: 20 }, () => processEvent(event)));
  const outcomes = settled.map(({ outcome }) => outcome).sort();
  expect(outcomes).toEqual(['applied', ...Array(19).fill('duplicate')]);
  expect(settled.filter(({ change }) => change !== null)).toHaveLength(1);
  expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD' });
  expect(await messageKinds(order)).toEqual(['bought', 'sold']);
});

test('twenty different events that say paid are one sale too', async () => {
  const order = await makeHeldOrder();
  const paid = () => settle(sessionEvent('checkout.session.completed', { ...order, paymentIntentId: 'pi_twenty' }));
  const outcomes = (await Promise.all(Array.from({ length: 20 }, paid))).map(({ outcome }) => outcome).sort();
  expect(outcomes).toEqual(['applied', ...Array(19).fill('ignored')]);
  expect(await messageKinds(order)).toEqual(['bought', 'sold']);
});

test('a delayed payment keeps the hold until Stripe says more', async () => {
  const unpaid = { payment_status: 'unpaid' } as const;
  const [wins, loses] = [await makeHeldOrder(), await makeHeldOrder()];
  for (const order of [wins, loses]) {
    const event = sessionEvent(
      'checkout.session.completed',
      { ...order, paymentIntentId: `pi_${order.orderId}` },
      unpaid,
    );
    expect(await settle(event)).toMatchObject({ outcome: 'applied', detail: 'HELD to PROCESSING' });
    expect(await saleState(order)).toMatchObject({ order: 'PROCESSING', post: 'LISTED', held: true });
    expect(await messageKinds(order)).toEqual([]);
  }
  await settle(
    sessionEvent('checkout.session.async_payment_succeeded', { ...wins, paymentIntentId: `pi_${wins.orderId}` }),
  );
  expect(await saleState(wins)).toMatchObject({ order: 'PAID', post: 'SOLD' });
  await settle(
    sessionEvent('checkout.session.async_payment_failed', { ...loses, paymentIntentId: `pi_${loses.orderId}` }),
  );
  expect(await saleState(loses)).toMatchObject({ order: 'FAILED', post: 'LISTED', held: false });
});

test('expired gives the work back', async () => {
  const order = await makeHeldOrder();
  await settle(sessionEvent('checkout.session.expired', order));
  expect(await saleState(order)).toEqual({ order: 'EXPIRED', flag: null, post: 'LISTED', held: false, sold: false });
});

test.for(['REFUND_DUE', 'PAID'] as const)('refunded in full from %s', async (status) => {
  const paid = status === 'PAID';
  const post = await makePost(paid ? { status: 'SOLD', soldAt: new Date() } : {});
  const order = await makeHeldOrder({ post, status, paymentIntentId: `pi_${post.id}` });
  // After a late payment the post belongs to somebody else, whose hold must stay.
  if (paid) await db().post.update({ where: { id: post.id }, data: { heldUntil: null } });
  const part = refundEvent({ paymentIntentId: `pi_${post.id}` }, 500);
  expect(await settle(part)).toMatchObject({ outcome: 'applied', detail: expect.stringMatching(/^€5 of €120/) });
  expect(await saleState(order)).toMatchObject({ order: status });
  expect(await settle(refundEvent({ paymentIntentId: `pi_${post.id}` }))).toMatchObject({ outcome: 'applied' });
  expect(await saleState(order)).toEqual({
    order: 'REFUNDED',
    flag: null,
    post: paid ? 'DRAFT' : 'LISTED',
    held: !paid,
    sold: false,
  });
});

const wrong: [string, (order: { orderId: string; sessionId: string }) => EventJson][] = [
  ['another amount', (order) => sessionEvent('checkout.session.completed', order, { amount_total: 11_999 })],
  ['another currency', (order) => sessionEvent('checkout.session.completed', order, { currency: 'usd' })],
  ['an unknown currency', (order) => sessionEvent('checkout.session.completed', order, { currency: 'xxx' })],
  ['no amount', (order) => sessionEvent('checkout.session.completed', order, { amount_total: null })],
  ['another session', ({ orderId }) => sessionEvent('checkout.session.completed', { orderId })],
  ["another session's end", ({ orderId }) => sessionEvent('checkout.session.expired', { orderId })],
  [
    'a delayed payment of less',
    (order) => sessionEvent('checkout.session.completed', order, { payment_status: 'unpaid', amount_total: 1 }),
  ],
];

test.for(wrong)('%s sells nothing and is shown to a person', async ([, make]) => {
  const order = await makeHeldOrder();
  const event = make(order);
  const settled = await settle(event);
  expect(settled).toMatchObject({ outcome: 'flagged', change: null, detail: expect.stringContaining('Stripe') });
  expect(await saleState(order)).toMatchObject({ order: 'HELD', flag: settled.detail, post: 'LISTED', held: true });
  expect(await messageKinds(order)).toEqual([]);
  expect(await db().stripeEvent.findUnique({ where: { id: event.id } })).toMatchObject({
    outcome: 'flagged',
    orderId: order.orderId,
  });
});

test("another order's session cannot pay this one", async () => {
  const [mine, cheap] = [await makeHeldOrder(), await makeHeldOrder()];
  await settle(sessionEvent('checkout.session.completed', { orderId: mine.orderId, sessionId: cheap.sessionId }));
  expect(await saleState(mine)).toMatchObject({ order: 'HELD', flag: expect.stringContaining(cheap.sessionId) });
  expect(await saleState(cheap)).toMatchObject({ order: 'HELD', flag: null });
});

test('an order is found by its session when the metadata is missing', async () => {
  const order = await makeHeldOrder();
  await settle(sessionEvent('checkout.session.completed', { sessionId: order.sessionId }));
  expect(await saleState(order)).toMatchObject({ order: 'PAID' });
});

test.for([
  ['ignored', 'no order of ours', sessionEvent('checkout.session.completed', { orderId: 'not-a-uuid' })],
  ['ignored', 'no order of ours', sessionEvent('checkout.session.expired', { orderId: NOWHERE })],
  ['waiting', 'its payment is not known yet', refundEvent({})],
  // Money for an order that is gone, as after a restore from a backup: somebody has to look.
  ['flagged', expect.stringContaining(NOWHERE), sessionEvent('checkout.session.completed', { orderId: NOWHERE })],
] as const)('%s, %s: an event without an order is written down', async ([outcome, detail, event]) => {
  expect(await settle(event)).toEqual({ outcome, detail, change: null });
  const row = await db().stripeEvent.findUniqueOrThrow({ where: { id: event.id } });
  expect(row).toMatchObject({ outcome, detail, orderId: null, payload: JSON.parse(JSON.stringify(readEvent(event))) });
});

test("a payment that is another order's is shown to a person and sells nothing", async () => {
  const [order, other] = [await makeHeldOrder(), await makeHeldOrder({ paymentIntentId: 'pi_taken' })];
  const clash = sessionEvent('checkout.session.completed', { ...order, paymentIntentId: 'pi_taken' });
  const detail = "Stripe's payment pi_taken belongs to another order";
  expect(await settle(clash)).toEqual({ outcome: 'flagged', detail, change: null });
  expect(await saleState(order)).toMatchObject({ order: 'HELD', flag: detail, post: 'LISTED', held: true });
  expect(await saleState(other)).toMatchObject({ order: 'HELD', flag: null });
  expect(await db().ledgerTransaction.count({ where: { orderId: order.orderId } })).toBe(0);
});

test('an event that cannot be applied leaves no trace, so that it can be tried again', async () => {
  const order = await makeHeldOrder();
  const event = sessionEvent('checkout.session.completed', order);
  // Somebody keeps the work's row for longer than a statement waits for a lock.
  const { taken, letGo } = await lockPost(order.postId);
  await expect(settle(event)).rejects.toThrow();
  letGo();
  await taken;
  expect(await db().stripeEvent.count({ where: { id: event.id } })).toBe(0);
  expect(await saleState(order)).toMatchObject({ order: 'HELD', post: 'LISTED', held: true });
  expect(await settle(event)).toMatchObject({ outcome: 'applied' });
});
