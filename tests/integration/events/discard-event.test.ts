import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { discardEvent } from '#lib/orders/webhook-log/discard-event.ts';
import { recordFailedEvent } from '#lib/orders/webhook-log/record-failed-event.ts';
import { redis } from '#lib/redis.ts';
import { makeHeldOrder, saleState } from '../../support/database/factories.ts';
import { disputeEvent, sessionEvent } from '../../support/stripe/stripe-events.ts';
import { settle } from '../orders/settlement/process-events.ts';
import { addDeadLetter, emptyDesk, failedPayment, letterCount, rowOf } from './webhook-log-fixture.ts';

emptyDesk();

test('the dead letter goes; the row stays with its text, who, why, and what it was', async () => {
  const { order, event } = await failedPayment();
  expect(await discardEvent(event.id, { by: 'mira', why: 'paid back by hand' })).toEqual({
    ...{ result: 'discarded', outcome: 'discarded' },
  });
  expect(await rowOf(event)).toMatchObject({
    outcome: 'discarded',
    detail: 'Discarded by mira: paid back by hand (before that, failed: the disk was full)',
    payload: event,
  });
  expect(await letterCount()).toBe(0);
  expect(await saleState(order)).toMatchObject({ order: 'HELD' });
});

test('a later delivery does not apply it', async () => {
  const { order, event } = await failedPayment();
  await discardEvent(event.id);
  expect(await settle(event)).toMatchObject({ outcome: 'duplicate', change: null });
  expect(await saleState(order)).toMatchObject({ order: 'HELD' });
});

test('of a dead letter without a row everything is written down before it goes', async () => {
  const { event } = await failedPayment({ row: false });
  await discardEvent(event.id);
  expect(await rowOf(event)).toMatchObject({
    outcome: 'discarded',
    type: event.type,
    detail: 'Discarded (before that, failed: the disk was full)',
    payload: event,
  });
  await addDeadLetter({ id: 'evt_torn', type: 'test' }, '{"half": "\\ud83d", \0');
  await discardEvent('evt_torn');
  expect(await rowOf({ id: 'evt_torn' })).toMatchObject({ outcome: 'discarded', payload: '{"half": "\\ud83d", ' });
  expect(await letterCount()).toBe(0);
});

test('after Redis has lost everything too', async () => {
  const { event } = await failedPayment();
  await redis().flushdb();
  expect(await discardEvent(event.id)).toMatchObject({ result: 'discarded' });
});

test('what was applied stays applied, and only its dead letter goes', async () => {
  const order = await makeHeldOrder();
  const event = sessionEvent('checkout.session.completed', order);
  await settle(event);
  await addDeadLetter(event, JSON.stringify(event));
  expect(await discardEvent(event.id)).toEqual({ result: 'unchanged', outcome: 'applied' });
  expect(await rowOf(event)).toMatchObject({ outcome: 'applied', detail: 'HELD to PAID' });
  expect(await letterCount()).toBe(0);
});

test('what waits for a payment of another shop waits no longer', async () => {
  const event = disputeEvent('charge.dispute.created', { paymentIntentId: 'pi_elsewhere' }, 'needs_response');
  expect(await settle(event)).toMatchObject({ outcome: 'waiting' });
  expect(await discardEvent(event.id)).toMatchObject({ result: 'discarded' });
  expect(await discardEvent(event.id)).toEqual({ result: 'unchanged', outcome: 'discarded' });
});

test('an event that never came is unknown', async () => {
  expect(await discardEvent('evt_nothing')).toEqual({ result: 'unknown', outcome: null });
  expect(await db().stripeEvent.count()).toBe(0);
});

test.for([
  ['half a pair of surrogates', '{"name":"half \\ud83d"}', { name: 'half \ufffd' }],
  ['a whole pair', '{"name":"\\ud83d\\ude00"}', { name: '😀' }],
  ['NUL', '{"name":"a\\u0000b"}', { name: 'ab' }],
  ['what only looks like NUL', '{"name":"\\\\u0000"}', { name: '\\u0000' }],
  ['a number that is too large', '{"a":1e999999}', '{"a":1e999999}'],
  ['no JSON', 'half of it {', 'half of it {'],
] as const)('a failed event with %s is noted with its text', async ([, body, payload]) => {
  await recordFailedEvent({ id: 'evt_odd', type: 'test', body }, 'odd \0');
  expect(await rowOf({ id: 'evt_odd' })).toMatchObject({ outcome: 'failed', detail: 'odd ', payload });
});
