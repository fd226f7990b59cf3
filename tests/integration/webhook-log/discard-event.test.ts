import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { discardEvent } from '#lib/orders/webhook-log/discard-event.ts';
import { recordFailedEvent } from '#lib/orders/webhook-log/record-failed-event.ts';
import { redis } from '#lib/redis.ts';
import { makeHeldOrder, saleState } from '../../support/database/factories.ts';
import { disputeEvent, sessionEvent } from '../../support/stripe/stripe-events.ts';
import { processJson } from '../orders/settlement/processing-fixture.ts';
import { addDeadLetter, deadLetterCount, makeFailedPayment, resetWebhookLog, rowOf } from './webhook-log-fixture.ts';

resetWebhookLog();

test('removes the dead letter, and the row keeps its payload, who discarded it, why, and its earlier outcome', async () => {
  const { order, event } = await makeFailedPayment();
  expect(await discardEvent('terminal', event.id, { by: 'mira', why: 'paid back by hand' })).toEqual({
    ...{ result: 'discarded', outcome: 'discarded' },
  });
  expect(await rowOf(event)).toMatchObject({
    outcome: 'discarded',
    detail: 'Discarded by mira: paid back by hand (previously failed: the disk was full)',
    payload: event,
  });
  expect(await deadLetterCount()).toBe(0);
  expect(await saleState(order)).toMatchObject({ order: 'HELD' });
});

test('a later delivery does not apply a discarded event', async () => {
  const { order, event } = await makeFailedPayment();
  await discardEvent('terminal', event.id);
  expect(await processJson(event)).toMatchObject({ outcome: 'duplicate', change: null });
  expect(await saleState(order)).toMatchObject({ order: 'HELD' });
});

test('a dead letter without a row is recorded completely before it is removed', async () => {
  const { event } = await makeFailedPayment({ row: false });
  await discardEvent('terminal', event.id);
  expect(await rowOf(event)).toMatchObject({
    outcome: 'discarded',
    type: event.type,
    detail: 'Discarded (previously failed: the disk was full)',
    payload: event,
  });
  await addDeadLetter({ id: 'evt_torn', type: 'test' }, '{"half": "\\ud83d", \0');
  await discardEvent('terminal', 'evt_torn');
  expect(await rowOf({ id: 'evt_torn' })).toMatchObject({ outcome: 'discarded', payload: '{"half": "\\ud83d", ' });
  expect(await deadLetterCount()).toBe(0);
});

test('an event can be discarded after Redis has lost all data', async () => {
  const { event } = await makeFailedPayment();
  await redis().flushdb();
  expect(await discardEvent('terminal', event.id)).toMatchObject({ result: 'discarded' });
});

test('an applied event stays applied, and only its dead letter is removed', async () => {
  const order = await makeHeldOrder();
  const event = sessionEvent('checkout.session.completed', order);
  await processJson(event);
  await addDeadLetter(event, JSON.stringify(event));
  expect(await discardEvent('terminal', event.id)).toEqual({ result: 'unchanged', outcome: 'applied' });
  expect(await rowOf(event)).toMatchObject({ outcome: 'applied', detail: 'HELD to PAID' });
  expect(await deadLetterCount()).toBe(0);
});

test('an event that waits for a payment of another shop can be discarded', async () => {
  const event = disputeEvent('charge.dispute.created', { paymentIntentId: 'pi_elsewhere' }, 'needs_response');
  expect(await processJson(event)).toMatchObject({ outcome: 'waiting' });
  expect(await discardEvent('terminal', event.id)).toMatchObject({ result: 'discarded' });
  expect(await discardEvent('terminal', event.id)).toEqual({ result: 'unchanged', outcome: 'discarded' });
});

test('an event that never arrived is unknown', async () => {
  expect(await discardEvent('terminal', 'evt_nothing')).toEqual({ result: 'unknown', outcome: null });
  expect(await db().stripeEvent.count()).toBe(0);
});

test.for([
  ['half a surrogate pair', '{"name":"half \\ud83d"}', { name: 'half \ufffd' }],
  ['a whole surrogate pair', '{"name":"\\ud83d\\ude00"}', { name: '😀' }],
  ['NUL', '{"name":"a\\u0000b"}', { name: 'ab' }],
  ['text that only looks like NUL', '{"name":"\\\\u0000"}', { name: '\\u0000' }],
  ['a number that is too large', '{"a":1e999999}', '{"a":1e999999}'],
  ['invalid JSON', 'half of it {', 'half of it {'],
] as const)('a failed event with %s is recorded with its payload', async ([, body, payload]) => {
  await recordFailedEvent({ id: 'evt_odd', type: 'test', body }, 'odd \0');
  expect(await rowOf({ id: 'evt_odd' })).toMatchObject({ outcome: 'failed', detail: 'odd ', payload });
});
