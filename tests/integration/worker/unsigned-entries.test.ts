import { afterEach, beforeEach, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { backfillEvents } from '#lib/orders/reconciliation/backfill-events.ts';
import { discardEvent } from '#lib/orders/webhook-log/discard-event.ts';
import { replayEvent } from '#lib/orders/webhook-log/replay-event.ts';
import { replayFailedEvents } from '#lib/orders/webhook-log/replay-failed-events.ts';
import { listDeadLetters } from '#lib/payments/dead-letters.ts';
import { signEntry } from '#lib/payments/entry-signature.ts';
import { DEAD_STREAM, EVENT_GROUP, EVENT_STREAM } from '#lib/payments/event-stream.ts';
import { redis } from '#lib/redis.ts';
import { Consumer } from '../../../worker/consumer.ts';
import { handleStripeEvent, isFinalError, recordDeadLetter } from '../../../worker/handlers.ts';
import { makeHeldOrder, saleState } from '../../support/database/factories.ts';
import { eventually } from '../../support/eventually.ts';
import type { EmulatorEvent } from '../../support/stripe/control-stripe.ts';
import { startTestStripe } from '../../support/stripe/start-test-stripe.ts';
import { sessionEvent } from '../../support/stripe/stripe-events.ts';
import { payAtStripe, startOrder } from '../orders/stripe-order-fixture.ts';
import { resetWebhookLog, rowOf } from '../webhook-log/webhook-log-fixture.ts';

const stripe = await startTestStripe();
resetWebhookLog();

let consumer: Consumer;

beforeEach(() => {
  consumer = new Consumer({
    name: 'one',
    handle: handleStripeEvent,
    handleDeadLetter: recordDeadLetter,
    isFinal: isFinalError,
  });
  consumer.start();
});
afterEach(() => consumer.stop());

type Entry = { id: string; type: string; body: string; signature?: string };

/** Adds an entry as anybody could who reaches Redis, and waits until it is a dead letter. */
async function forge({ id, type, body, signature }: Entry, stream = EVENT_STREAM): Promise<void> {
  const fields = { id, type, event: body, ...(signature !== undefined && { signature }) };
  await redis().xadd(stream, '*', ...Object.entries(fields).flat());
  await eventually(async () => expect((await listDeadLetters(10)).map(({ eventId }) => eventId)).toContain(id));
}

/** A payment that Stripe knows nothing about. */
async function makeForgery() {
  const order = await makeHeldOrder();
  const event = sessionEvent('checkout.session.completed', order);
  return { order, entry: { id: event.id, type: event.type, body: JSON.stringify(event) } };
}

/** The newest event of the emulator about a session. */
async function stripeEvent(sessionId: string): Promise<Entry> {
  const { events } = await stripe.state();
  const found = events.find(({ data }) => 'id' in data.object && data.object.id === sessionId);
  if (!found) throw new Error('Stripe has no event about this session');
  const { delivery: _, ...event } = found as EmulatorEvent;
  return { id: event.id, type: event.type, body: JSON.stringify(event) };
}

test.for<[string, (entry: Entry) => string | undefined]>([
  ['no signature', () => undefined],
  ['an empty signature', () => ''],
  ['the signature of another secret', (entry) => signEntry(entry, 'another-secret-another-secret-another')],
  ['the signature of another body', (entry) => signEntry({ ...entry, body: `${entry.body} ` })],
  ['the signature of another event', (entry) => signEntry({ ...entry, id: 'evt_other' })],
  ['the signature of another type', (entry) => signEntry({ ...entry, type: 'checkout.session.expired' })],
  ['a signature with something after it', (entry) => `${signEntry(entry)}A`],
])('an entry with %s is a dead letter at once, and changes and records nothing', async ([, signatureOf]) => {
  const { order, entry } = await makeForgery();
  const signature = signatureOf(entry);
  await forge({ ...entry, ...(signature !== undefined && { signature }) });
  expect(await saleState(order)).toMatchObject({ order: 'HELD', post: 'LISTED' });
  expect(await rowOf(entry)).toBeNull();
  expect(await listDeadLetters(10)).toMatchObject([
    { ...{ isSigned: false, eventId: entry.id }, error: expect.stringMatching(/^It is not signed by this shop/) },
  ]);
  await eventually(async () => expect(((await redis().xpending(EVENT_STREAM, EVENT_GROUP)) as [number])[0]).toBe(0));
});

test('a signed entry is applied although a forged one with its id came first', async () => {
  const { order, entry } = await makeForgery();
  await forge(entry);
  await redis().xadd(
    EVENT_STREAM,
    '*',
    ...['id', entry.id, 'type', entry.type, 'event', entry.body],
    'signature',
    signEntry(entry),
  );
  await eventually(async () => expect(await saleState(order)).toMatchObject({ order: 'PAID' }));
});

test.for([EVENT_STREAM, DEAD_STREAM])('what was forged in %s is not applied by a replay', async (stream) => {
  const { order, entry } = await makeForgery();
  await forge(entry, stream);
  expect(await replayEvent('terminal', entry.id)).toEqual({
    result: 'unproven',
    outcome: null,
    detail: null,
    change: null,
  });
  const results: string[] = [];
  for await (const { replayed } of replayFailedEvents('terminal')) results.push(replayed.result);
  expect(results).toEqual(['unproven']);
  expect(await saleState(order)).toMatchObject({ order: 'HELD', post: 'LISTED' });
  expect(await rowOf(entry)).toBeNull();
  expect(await listDeadLetters(10)).toHaveLength(1);
});

test('a replay while Stripe does not respond fails, and records nothing', async () => {
  const { order, entry } = await makeForgery();
  await forge(entry);
  await stripe.control('fault', { path: '/v1/events/*', method: 'GET', status: 500, times: 3 });
  expect(await replayEvent('terminal', entry.id)).toMatchObject({ result: 'failed', change: null });
  await stripe.control('faults/clear');
  expect(await rowOf(entry)).toBeNull();
  expect(await saleState(order)).toMatchObject({ order: 'HELD' });
});

test('a forged body under the id of a genuine event: a replay applies what Stripe says', async () => {
  const order = await startOrder();
  await stripe.control(`sessions/${order.sessionId}/expire`);
  const genuine = await stripeEvent(order.sessionId);
  const forged = { ...sessionEvent('checkout.session.completed', order), id: genuine.id };
  await forge({ id: genuine.id, type: forged.type, body: JSON.stringify(forged) });
  expect(await replayEvent('terminal', genuine.id)).toMatchObject({ result: 'settled', outcome: 'applied' });
  expect(await saleState(order)).toMatchObject({ order: 'EXPIRED', post: 'LISTED', held: false });
  expect((await rowOf(genuine))?.payload).toMatchObject({ id: genuine.id, type: 'checkout.session.expired' });
  expect(await listDeadLetters(10)).toEqual([]);
});

test('an entry from before an upgrade is not lost: the event comes from Stripe, and its letter can be removed', async () => {
  stripe.setClockBehind(60);
  const order = await payAtStripe(stripe, await startOrder());
  stripe.setClockBehind(0);
  const genuine = await stripeEvent(order.sessionId);
  await forge(genuine);
  expect(await saleState(order)).toMatchObject({ order: 'HELD' });
  await backfillEvents();
  expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD' });
  for await (const { replayed } of replayFailedEvents('terminal')) expect(replayed.result).toBe('unchanged');
  expect(await listDeadLetters(10)).toEqual([]);
});

test('discarding a forged letter removes it and records nothing, so that Stripe’s own event still counts', async () => {
  const order = await startOrder();
  await stripe.control(`sessions/${order.sessionId}/expire`);
  const genuine = await stripeEvent(order.sessionId);
  await forge({ ...genuine, body: '{"forged":true}' });
  expect(await discardEvent('terminal', genuine.id)).toEqual({ result: 'removed', outcome: null });
  expect(await db().auditEntry.findMany({ where: { subjectId: genuine.id, action: 'event-discarded' } })).toMatchObject(
    [{ actorKind: 'terminal', details: { result: 'removed' } }],
  );
  expect(await rowOf(genuine)).toBeNull();
  expect(await listDeadLetters(10)).toEqual([]);
  await redis().xadd(
    EVENT_STREAM,
    '*',
    ...['id', genuine.id, 'type', genuine.type, 'event', genuine.body],
    'signature',
    signEntry(genuine),
  );
  await eventually(async () => expect(await saleState(order)).toMatchObject({ order: 'EXPIRED' }));
});

test('an id that Stripe would never give is not used as one', async () => {
  await redis().xadd(EVENT_STREAM, '*', 'id', '../../accounts', 'type', 'x', 'event', '{}');
  await eventually(async () => expect(await listDeadLetters(10)).toHaveLength(1));
  const [letter] = await listDeadLetters(10);
  expect(letter?.eventId).toBe(letter?.letterId);
  expect(await replayEvent('terminal', letter?.letterId ?? '')).toMatchObject({ result: 'unproven' });
});

/** A row as versions before signed entries wrote it, when anybody could have added its entry. */
const addUnverifiedRow = ({ id, type, body }: Entry, outcome: string, paymentIntentId: string | null = null) =>
  db().stripeEvent.create({
    data: {
      ...{ id, type, outcome, paymentIntentId, payload: JSON.parse(body) },
      ...{ createdAt: new Date(), receivedAt: new Date(Date.now() - 60_000), detail: 'the disk was full' },
    },
  });

test('a failed event whose origin was not recorded is asked for at Stripe before it is applied', async () => {
  const { order, entry } = await makeForgery();
  await addUnverifiedRow(entry, 'failed');
  expect(await replayEvent('terminal', entry.id)).toMatchObject({ result: 'unproven', outcome: 'failed' });
  expect(await saleState(order)).toMatchObject({ order: 'HELD' });

  const paid = await payAtStripe(stripe, await startOrder());
  const genuine = await stripeEvent(paid.sessionId);
  await addUnverifiedRow({ ...genuine, body: JSON.stringify({ forged: true }) }, 'failed');
  expect(await replayEvent('terminal', genuine.id)).toMatchObject({ result: 'settled', outcome: 'applied' });
  expect(await saleState(paid)).toMatchObject({ order: 'PAID' });
});
