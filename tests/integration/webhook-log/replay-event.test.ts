import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { discardEvent } from '#lib/orders/webhook-log/discard-event.ts';
import { replayEvent } from '#lib/orders/webhook-log/replay-event.ts';
import { replayFailedEvents } from '#lib/orders/webhook-log/replay-failed-events.ts';
import { enqueueEvent } from '#lib/payments/event-stream.ts';
import { streamState } from '#lib/payments/stream-state.ts';
import { redis } from '#lib/redis.ts';
import { Consumer } from '../../../worker/consumer.ts';
import { handleStripeEvent } from '../../../worker/handlers.ts';
import { makeHeldOrder, saleState } from '../../support/database/factories.ts';
import { eventually } from '../../support/eventually.ts';
import { disputeEvent, sessionEvent } from '../../support/stripe/stripe-events.ts';
import { messageKinds, processJson } from '../orders/settlement/processing-fixture.ts';
import { addDeadLetter, deadLetterCount, makeFailedPayment, resetWebhookLog, rowOf } from './webhook-log-fixture.ts';

resetWebhookLog();

test('a failed event is applied from its payload, and its dead letters are removed', async () => {
  const { order, event } = await makeFailedPayment();
  await addDeadLetter(event, JSON.stringify(event));
  expect(await replayEvent('terminal', event.id)).toEqual({
    result: 'settled',
    outcome: 'applied',
    detail: 'HELD to PAID',
    change: { orderId: order.orderId, postId: order.postId },
  });
  expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD' });
  expect(await rowOf(event)).toMatchObject({
    outcome: 'applied',
    orderId: order.orderId,
    paymentIntentId: 'payment_intent' in event.data.object ? event.data.object.payment_intent : null,
    createdAt: new Date(event.created * 1000),
  });
  expect(await deadLetterCount()).toBe(0);
});

test('replaying an applied event changes nothing', async () => {
  const order = await makeHeldOrder();
  const event = sessionEvent('checkout.session.completed', order);
  await processJson(event);
  await addDeadLetter(event, JSON.stringify(event));
  const before = await db().order.findUnique({ where: { id: order.orderId } });
  expect(await replayEvent('terminal', event.id)).toMatchObject({
    result: 'unchanged',
    outcome: 'applied',
    change: null,
  });
  expect(await db().order.findUnique({ where: { id: order.orderId } })).toEqual(before);
  expect(await messageKinds(order)).toEqual(['bought', 'sold']);
  expect(await deadLetterCount()).toBe(0);
});

test('the database is enough after Redis has lost all data', async () => {
  const { order, event } = await makeFailedPayment();
  await redis().flushdb();
  expect(await replayEvent('terminal', event.id)).toMatchObject({ result: 'settled', outcome: 'applied' });
  expect(await saleState(order)).toMatchObject({ order: 'PAID' });
});

test('a dead letter without a row is applied from its own payload', async () => {
  const { order, event } = await makeFailedPayment({ row: false });
  expect(await replayEvent('terminal', event.id)).toMatchObject({ result: 'settled', outcome: 'applied' });
  expect(await saleState(order)).toMatchObject({ order: 'PAID' });
  expect(await deadLetterCount()).toBe(0);
});

test('an event that fails again says why, and keeps its row and its dead letter', async () => {
  await addDeadLetter({ id: 'evt_torn', type: 'checkout.session.completed' }, '{"id":"evt_torn",');
  const torn = await replayEvent('terminal', 'evt_torn');
  expect(torn).toMatchObject({ result: 'failed', change: null, detail: expect.stringContaining('JSON') });
  expect(await rowOf({ id: 'evt_torn' })).toMatchObject({ outcome: 'failed', detail: torn.detail });
  expect(await deadLetterCount()).toBe(1);
  // Its text is stored although it is not JSON, so the result is the same without Redis.
  await redis().flushdb();
  expect(await replayEvent('terminal', 'evt_torn')).toMatchObject({
    result: 'failed',
    detail: expect.stringMatching(/^Not a supported event/),
  });
});

test('an event that never arrived is unknown, and nothing is written', async () => {
  expect(await replayEvent('terminal', 'evt_nothing')).toEqual({
    result: 'unknown',
    outcome: null,
    detail: null,
    change: null,
  });
  expect(await db().stripeEvent.count()).toBe(0);
});

test('an event whose payload was deleted cannot be replayed', async () => {
  const { event } = await makeFailedPayment({ letter: false });
  await db().$executeRaw`UPDATE stripe_events SET payload = NULL WHERE id = ${event.id}`;
  expect(await replayEvent('terminal', event.id)).toMatchObject({ result: 'no-text', outcome: 'failed' });
});

test('a discarded event can still be replayed', async () => {
  const { order, event } = await makeFailedPayment();
  await discardEvent('terminal', event.id);
  expect(await replayEvent('terminal', event.id)).toMatchObject({ result: 'settled', outcome: 'applied' });
  expect(await saleState(order)).toMatchObject({ order: 'PAID' });
});

test.for([true, false])('ten replays at once make one sale, with a row in the database: %s', async (row) => {
  const { order, event } = await makeFailedPayment({ row });
  // All have begun before the first can finish.
  const { replays } = await db().$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT FROM posts WHERE id = ${order.postId}::uuid FOR UPDATE`;
      const replays = Promise.all(Array.from({ length: 10 }, () => replayEvent('terminal', event.id)));
      await eventually(async () => expect(await waiting()).toBe(10));
      return { replays };
    },
    { timeout: 15_000 },
  );
  const all = await replays;
  const results = all.map(({ result }) => result).sort();
  expect(results).toEqual(['settled', ...Array(9).fill('unchanged')]);
  expect(all.filter(({ change }) => change !== null)).toHaveLength(1);
  expect(await rowOf(event)).toMatchObject({ outcome: 'applied', detail: 'HELD to PAID' });
  expect(await messageKinds(order)).toEqual(['bought', 'sold']);
  expect(await deadLetterCount()).toBe(0);
});

test('a replay while a worker handles the same entry makes one sale', async () => {
  const { order, event } = await makeFailedPayment({ row: false });
  await enqueueEvent(event, JSON.stringify(event));
  const worker = new Consumer({ name: 'one', handle: handleStripeEvent, retryAfter: 10 });
  // While this transaction locks the row, neither can finish: one waits for the row, the other for the first.
  const replaying = await db().$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT FROM posts WHERE id = ${order.postId}::uuid FOR UPDATE`;
      worker.start();
      await eventually(async () => expect(await waiting()).toBe(1));
      const replay = replayEvent('terminal', event.id);
      await eventually(async () => expect(await waiting()).toBe(2));
      return { replay };
    },
    { timeout: 15_000 },
  );
  const { result, change } = await replaying.replay;
  // Usually the worker is first; if its wait timed out, the replay is.
  expect([result, change !== null]).toBeOneOf([
    ['unchanged', false],
    ['settled', true],
  ]);
  await eventually(async () => expect(await streamState()).toMatchObject({ pending: 0, oldest: null }));
  await worker.stop();
  expect(await rowOf(event)).toMatchObject({ outcome: 'applied' });
  expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD' });
  expect(await messageKinds(order)).toEqual(['bought', 'sold']);
});

/** How many statements wait for a lock. */
async function waiting(): Promise<number> {
  const [row] = await db().$queryRaw<{ count: number }[]>`
    SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return row?.count ?? 0;
}

test('a failed event that has to wait is applied with its payment', async () => {
  const order = await makeHeldOrder();
  const dispute = disputeEvent('charge.dispute.created', { paymentIntentId: 'pi_later' }, 'needs_response');
  const payment = sessionEvent('checkout.session.completed', { ...order, paymentIntentId: 'pi_later' });
  await addDeadLetter(dispute, JSON.stringify(dispute));
  expect(await replayEvent('terminal', dispute.id)).toMatchObject({ result: 'settled', outcome: 'waiting' });
  await processJson(payment);
  expect(await saleState(order)).toMatchObject({ order: 'DISPUTED' });
  expect(await rowOf(dispute)).toMatchObject({ outcome: 'applied', orderId: order.orderId });
});

test('all failed events are replayed once each, also dead letters without a row, but not discarded ones', async () => {
  const [both, rowOnly, letterOnly, discarded] = [
    await makeFailedPayment(),
    await makeFailedPayment({ letter: false }),
    await makeFailedPayment({ row: false }),
    await makeFailedPayment(),
  ];
  await discardEvent('terminal', discarded.event.id);
  await addDeadLetter(discarded.event, JSON.stringify(discarded.event));
  await addDeadLetter({ id: 'evt_torn', type: 'test' }, '{');
  const replayed = new Map<string, string>();
  for await (const { eventId, replayed: one } of replayFailedEvents('terminal')) {
    expect(replayed.has(eventId)).toBe(false);
    replayed.set(eventId, one.result);
  }
  expect(Object.fromEntries(replayed)).toEqual({
    ...{ [both.event.id]: 'settled', [rowOnly.event.id]: 'settled', [letterOnly.event.id]: 'settled' },
    evt_torn: 'failed',
  });
  for (const { order } of [both, rowOnly, letterOnly]) expect(await saleState(order)).toMatchObject({ order: 'PAID' });
  expect(await saleState(discarded.order)).toMatchObject({ order: 'HELD' });
  expect(await deadLetterCount()).toBe(2);
});
