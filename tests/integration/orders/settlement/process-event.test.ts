import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { processEvent } from '#lib/orders/settlement/process-event.ts';
import { makeHeldOrder, makePost, makeUser, saleState } from '../../../support/database/factories.ts';
import { type EventJson, readEvent, refundEvent, sessionEvent } from '../../../support/stripe/stripe-events.ts';
import { lockPost, messageKinds, processJson } from './processing-fixture.ts';

const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000';

test('a payment sells the work, records the buyer, and adds messages to buyer and artist', async () => {
  const artist = await makeUser();
  const order = await makeHeldOrder({ post: await makePost({ artistId: artist.id }) });
  const event = sessionEvent('checkout.session.completed', { ...order, paymentIntentId: 'pi_1' });
  expect(await processJson(event)).toEqual({
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

test('the same event twenty times at once makes one sale', async () => {
  const order = await makeHeldOrder();
  const event = readEvent(sessionEvent('checkout.session.completed', order));
  const processed = await Promise.all(Array.from({ length: 20 }, () => processEvent(event)));
  const outcomes = processed.map(({ outcome }) => outcome).sort();
  expect(outcomes).toEqual(['applied', ...Array(19).fill('duplicate')]);
  expect(processed.filter(({ change }) => change !== null)).toHaveLength(1);
  expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD' });
  expect(await messageKinds(order)).toEqual(['bought', 'sold']);
});

test('twenty different events about one payment make one sale', async () => {
  const order = await makeHeldOrder();
  const paid = () =>
    processJson(sessionEvent('checkout.session.completed', { ...order, paymentIntentId: 'pi_twenty' }));
  const outcomes = (await Promise.all(Array.from({ length: 20 }, paid))).map(({ outcome }) => outcome).sort();
  expect(outcomes).toEqual(['applied', ...Array(19).fill('ignored')]);
  expect(await messageKinds(order)).toEqual(['bought', 'sold']);
});

test('a delayed payment keeps the hold until Stripe reports its outcome', async () => {
  const unpaid = { payment_status: 'unpaid' } as const;
  const [wins, loses] = [await makeHeldOrder(), await makeHeldOrder()];
  for (const order of [wins, loses]) {
    const event = sessionEvent(
      'checkout.session.completed',
      { ...order, paymentIntentId: `pi_${order.orderId}` },
      unpaid,
    );
    expect(await processJson(event)).toMatchObject({ outcome: 'applied', detail: 'HELD to PROCESSING' });
    expect(await saleState(order)).toMatchObject({ order: 'PROCESSING', post: 'LISTED', held: true });
    expect(await messageKinds(order)).toEqual([]);
  }
  await processJson(
    sessionEvent('checkout.session.async_payment_succeeded', { ...wins, paymentIntentId: `pi_${wins.orderId}` }),
  );
  expect(await saleState(wins)).toMatchObject({ order: 'PAID', post: 'SOLD' });
  await processJson(
    sessionEvent('checkout.session.async_payment_failed', { ...loses, paymentIntentId: `pi_${loses.orderId}` }),
  );
  expect(await saleState(loses)).toMatchObject({ order: 'FAILED', post: 'LISTED', held: false });
});

test('an expired session releases the work', async () => {
  const order = await makeHeldOrder();
  await processJson(sessionEvent('checkout.session.expired', order));
  expect(await saleState(order)).toEqual({ order: 'EXPIRED', flag: null, post: 'LISTED', held: false, sold: false });
});

test.for(['REFUND_DUE', 'PAID'] as const)('an order that is %s becomes REFUNDED with a full refund', async (status) => {
  const paid = status === 'PAID';
  const post = await makePost(paid ? { status: 'SOLD', soldAt: new Date() } : {});
  const order = await makeHeldOrder({ post, status, paymentIntentId: `pi_${post.id}` });
  // After a late payment another buyer may hold the post, and that hold must stay.
  if (paid) await db().post.update({ where: { id: post.id }, data: { heldUntil: null } });
  const part = refundEvent({ paymentIntentId: `pi_${post.id}` }, 500);
  expect(await processJson(part)).toMatchObject({ outcome: 'applied', detail: expect.stringMatching(/^€5 of €120/) });
  expect(await saleState(order)).toMatchObject({ order: status });
  expect(await processJson(refundEvent({ paymentIntentId: `pi_${post.id}` }))).toMatchObject({ outcome: 'applied' });
  expect(await saleState(order)).toEqual({
    order: 'REFUNDED',
    flag: null,
    post: paid ? 'DRAFT' : 'LISTED',
    held: !paid,
    sold: false,
  });
});

const mismatches: [string, (order: { orderId: string; sessionId: string }) => EventJson][] = [
  ['another amount', (order) => sessionEvent('checkout.session.completed', order, { amount_total: 11_999 })],
  ['another currency', (order) => sessionEvent('checkout.session.completed', order, { currency: 'usd' })],
  ['an unknown currency', (order) => sessionEvent('checkout.session.completed', order, { currency: 'xxx' })],
  ['no amount', (order) => sessionEvent('checkout.session.completed', order, { amount_total: null })],
  ['another session', ({ orderId }) => sessionEvent('checkout.session.completed', { orderId })],
  ["another session's expiry", ({ orderId }) => sessionEvent('checkout.session.expired', { orderId })],
  [
    'a delayed payment of a smaller amount',
    (order) => sessionEvent('checkout.session.completed', order, { payment_status: 'unpaid', amount_total: 1 }),
  ],
];

test.for(mismatches)('%s sells nothing and flags the order', async ([, make]) => {
  const order = await makeHeldOrder();
  const event = make(order);
  const processed = await processJson(event);
  expect(processed).toMatchObject({ outcome: 'flagged', change: null, detail: expect.stringContaining('Stripe') });
  expect(await saleState(order)).toMatchObject({ order: 'HELD', flag: processed.detail, post: 'LISTED', held: true });
  expect(await messageKinds(order)).toEqual([]);
  expect(await db().stripeEvent.findUnique({ where: { id: event.id } })).toMatchObject({
    outcome: 'flagged',
    orderId: order.orderId,
  });
});

test("another order's session cannot pay this one", async () => {
  const [mine, cheap] = [await makeHeldOrder(), await makeHeldOrder()];
  await processJson(sessionEvent('checkout.session.completed', { orderId: mine.orderId, sessionId: cheap.sessionId }));
  expect(await saleState(mine)).toMatchObject({ order: 'HELD', flag: expect.stringContaining(cheap.sessionId) });
  expect(await saleState(cheap)).toMatchObject({ order: 'HELD', flag: null });
});

test('an order is found by its session when the metadata is missing', async () => {
  const order = await makeHeldOrder();
  await processJson(sessionEvent('checkout.session.completed', { sessionId: order.sessionId }));
  expect(await saleState(order)).toMatchObject({ order: 'PAID' });
});

test.for([
  ['ignored', 'no order of this shop', sessionEvent('checkout.session.completed', { orderId: 'not-a-uuid' })],
  ['ignored', 'no order of this shop', sessionEvent('checkout.session.expired', { orderId: UNKNOWN_ID })],
  ['waiting', 'its payment is not known yet', refundEvent({})],
  // A payment for a missing order, as after a restore from a backup: an admin has to look.
  ['flagged', expect.stringContaining(UNKNOWN_ID), sessionEvent('checkout.session.completed', { orderId: UNKNOWN_ID })],
] as const)('%s, %s: an event without an order is recorded', async ([outcome, detail, event]) => {
  expect(await processJson(event)).toEqual({ outcome, detail, change: null });
  const row = await db().stripeEvent.findUniqueOrThrow({ where: { id: event.id } });
  expect(row).toMatchObject({ outcome, detail, orderId: null, payload: JSON.parse(JSON.stringify(readEvent(event))) });
});

test('a payment that belongs to another order is flagged and sells nothing', async () => {
  const [order, other] = [await makeHeldOrder(), await makeHeldOrder({ paymentIntentId: 'pi_taken' })];
  const clash = sessionEvent('checkout.session.completed', { ...order, paymentIntentId: 'pi_taken' });
  const detail = "Stripe's payment pi_taken belongs to another order";
  expect(await processJson(clash)).toEqual({ outcome: 'flagged', detail, change: null });
  expect(await saleState(order)).toMatchObject({ order: 'HELD', flag: detail, post: 'LISTED', held: true });
  expect(await saleState(other)).toMatchObject({ order: 'HELD', flag: null });
  expect(await db().ledgerTransaction.count({ where: { orderId: order.orderId } })).toBe(0);
});

test('an event that cannot be applied leaves no trace, so that it can be retried', async () => {
  const order = await makeHeldOrder();
  const event = sessionEvent('checkout.session.completed', order);
  // The work's row stays locked for longer than a statement waits.
  const { released, release } = await lockPost(order.postId);
  await expect(processJson(event)).rejects.toThrow();
  release();
  await released;
  expect(await db().stripeEvent.count({ where: { id: event.id } })).toBe(0);
  expect(await saleState(order)).toMatchObject({ order: 'HELD', post: 'LISTED', held: true });
  expect(await processJson(event)).toMatchObject({ outcome: 'applied' });
});
