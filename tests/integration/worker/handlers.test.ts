import { beforeEach, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { signEntry } from '#lib/payments/entry-signature.ts';
import { DEAD_STREAM, EVENT_GROUP, EVENT_STREAM, enqueueEvent } from '#lib/payments/event-stream.ts';
import { redis, waitForRedis } from '#lib/redis.ts';
import { Consumer } from '../../../worker/consumer.ts';
import { handleStripeEvent, recordDeadLetter } from '../../../worker/handlers.ts';
import { makeHeldOrder, saleState } from '../../support/database/factories.ts';
import { eventually } from '../../support/eventually.ts';
import { sessionEvent } from '../../support/stripe/stripe-events.ts';
import { messageKinds, processJson } from '../orders/settlement/processing-fixture.ts';

beforeEach(async () => {
  await waitForRedis();
  await redis().flushdb();
});

const fieldsOf = (id: string, event: string, type = 'checkout.session.completed') =>
  new Map(Object.entries({ id, type, event, signature: signEntry({ id, type, body: event }) }));
const rowOf = (id: string) => db().stripeEvent.findUniqueOrThrow({ where: { id } });

test('an entry of the stream is processed, and its payload is stored unchanged', async () => {
  const order = await makeHeldOrder();
  const event = sessionEvent('checkout.session.completed', order);
  const body = JSON.stringify({ ...event, more: 'that nobody here reads' }, null, 2);
  await handleStripeEvent(fieldsOf(event.id, body));
  expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD' });
  expect(await rowOf(event.id)).toMatchObject({ outcome: 'applied', payload: JSON.parse(body) });
});

test('a name with a NUL does not make an event fail', async () => {
  const order = await makeHeldOrder();
  const event = sessionEvent('checkout.session.completed', order);
  const body = JSON.stringify(event).replace('Ada Lovelace', String.raw`Ada\u0000 Lovelace`);
  await handleStripeEvent(fieldsOf(event.id, body));
  expect(await saleState(order)).toMatchObject({ order: 'PAID' });
  expect(await db().order.findUnique({ where: { id: order.orderId } })).toMatchObject({ buyerName: 'Ada Lovelace' });
});

test.for(['', '{', '{"id":"evt_1"}', 'null'])(
  'an entry that cannot be read fails and is not recorded: “%s”',
  async (body) => {
    await expect(handleStripeEvent(fieldsOf('evt_1', body))).rejects.toThrow();
    expect(await db().stripeEvent.count({ where: { id: 'evt_1' } })).toBe(0);
  },
);

test.for([
  ['JSON', '{"id":"evt","name":"A\\u0000da"}', { id: 'evt', name: 'Ada' }],
  ['invalid JSON', '{"id":', '{"id":'],
  ['JSON that PostgreSQL does not accept', `{"n":1e${'9'.repeat(7)}}`, `{"n":1e${'9'.repeat(7)}}`],
] as const)('an event that failed for good is recorded with its reason: %s', async ([, body, stored]) => {
  const id = `evt_${crypto.randomUUID()}`;
  await recordDeadLetter(fieldsOf(id, body), 'first \0reason');
  expect(await rowOf(id)).toMatchObject({ outcome: 'failed', detail: 'first reason', payload: stored, orderId: null });
  await recordDeadLetter(fieldsOf(id, body), 'second reason');
  expect(await rowOf(id)).toMatchObject({ outcome: 'failed', detail: 'second reason' });
});

test('an entry without an id, a type or a payload is not recorded', async () => {
  const before = await db().stripeEvent.count();
  for (const name of ['id', 'type', 'event']) {
    const fields = fieldsOf('evt_x', '{}');
    fields.delete(name);
    await recordDeadLetter(fields, 'why');
  }
  expect(await db().stripeEvent.count()).toBe(before);
});

test('a failed event that is delivered again is applied, and its failure is cleared', async () => {
  const order = await makeHeldOrder();
  const event = sessionEvent('checkout.session.completed', { ...order, paymentIntentId: `pi_${order.orderId}` });
  await recordDeadLetter(fieldsOf(event.id, JSON.stringify(event)), 'the database was in a bad mood');
  expect(await processJson(event)).toMatchObject({ outcome: 'applied', detail: 'HELD to PAID' });
  expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD' });
  expect(await rowOf(event.id)).toMatchObject({
    ...{ outcome: 'applied', detail: 'HELD to PAID', orderId: order.orderId },
    ...{ paymentIntentId: `pi_${order.orderId}`, createdAt: new Date(event.created * 1000) },
  });
  // An applied event never becomes failed again.
  await recordDeadLetter(fieldsOf(event.id, JSON.stringify(event)), 'too late');
  expect(await rowOf(event.id)).toMatchObject({ outcome: 'applied' });
  expect(await processJson(event)).toMatchObject({ outcome: 'duplicate' });
  expect(await messageKinds(order)).toEqual(['bought', 'sold']);
});

test('the consumer records a dead letter before it acknowledges the entry', async () => {
  const recorded: [string | undefined, string][] = [];
  let failures = 0;
  await enqueueEvent({ id: 'evt_poison', type: 'test' }, '{}');
  const consumer = new Consumer({
    name: 'one',
    handle: () => Promise.reject(new Error('poison')),
    // The first time the database refuses it: the entry must not be lost.
    handleDeadLetter: async (fields, reason) => {
      recorded.push([fields.get('id'), reason]);
      if (failures++ === 0) throw new Error('not yet');
    },
    retryAfter: 10,
  });
  consumer.start();
  try {
    await eventually(async () => expect(await redis().xlen(DEAD_STREAM)).toBe(1));
    const pending = async () => ((await redis().xpending(EVENT_STREAM, EVENT_GROUP)) as [number])[0];
    await eventually(async () => expect(await pending()).toBe(0));
  } finally {
    await consumer.stop();
  }
  expect(recorded).toEqual([
    ['evt_poison', 'poison'],
    ['evt_poison', 'poison'],
  ]);
});

test('while the database is down, failures do not count against an event', async () => {
  let areDependenciesUp = false;
  let attempts = 0;
  await enqueueEvent({ id: 'evt_1', type: 'test' }, '{}');
  const consumer = new Consumer({
    name: 'one',
    handle: () => Promise.reject(new Error(`failure ${++attempts}`)),
    areDependenciesUp: async () => areDependenciesUp,
    retryAfter: 10,
  });
  consumer.start();
  try {
    await eventually(() => expect(attempts).toBeGreaterThan(7));
    expect(await redis().xlen(DEAD_STREAM)).toBe(0);
    areDependenciesUp = true;
    await eventually(async () => expect(await redis().xlen(DEAD_STREAM)).toBe(1));
  } finally {
    await consumer.stop();
  }
});
