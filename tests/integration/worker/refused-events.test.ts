import { afterEach, beforeEach, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { backfillEvents } from '#lib/orders/reconciliation/backfill-events.ts';
import { retryWaitingEvents } from '#lib/orders/settlement/retry-waiting-events.ts';
import { replayEvent } from '#lib/orders/webhook-log/replay-event.ts';
import { enqueueEvent } from '#lib/payments/event-stream.ts';
import { Consumer } from '../../../worker/consumer.ts';
import { handleStripeEvent, isFinalError, recordDeadLetter } from '../../../worker/handlers.ts';
import { makeHeldOrder, saleState } from '../../support/database/factories.ts';
import { eventually } from '../../support/eventually.ts';
import { startTestStripe } from '../../support/stripe/start-test-stripe.ts';
import { disputeEvent, sessionEvent } from '../../support/stripe/stripe-events.ts';
import { makePaidOrder, payAtStripe, startOrder } from '../orders/stripe-order-fixture.ts';
import { deadLetterCount, resetWebhookLog, rowOf } from '../webhook-log/webhook-log-fixture.ts';

const stripe = await startTestStripe();
resetWebhookLog();

let consumer: Consumer;
let attempts = 0;

beforeEach(() => {
  attempts = 0;
  stripe.setClockBehind(0);
  consumer = new Consumer({
    name: 'one',
    handle: (fields) => {
      attempts += 1;
      return handleStripeEvent(fields);
    },
    handleDeadLetter: recordDeadLetter,
    isFinal: isFinalError,
    retryAfter: 10,
  });
  consumer.start();
});
afterEach(() => consumer.stop());

const hourAhead = () => Math.floor(Date.now() / 1000) + 3_600;

test.for<[string, () => object, RegExp]>([
  ['a live event beside a test key', () => ({ livemode: true }), /live event/],
  ['the API version of another year', () => ({ api_version: '2025-09-30.clover' }), /2025-09-30\.clover/],
  ['a time an hour ahead', () => ({ created: hourAhead() }), /ahead of this machine/],
])(
  'an event with %s is not applied: it fails at once, with its reason, and again at a replay',
  async ([, changes, reason]) => {
    const order = await makeHeldOrder();
    const event = { ...sessionEvent('checkout.session.completed', order), ...changes() };
    await enqueueEvent(event, JSON.stringify(event));
    await eventually(async () => expect(await deadLetterCount()).toBe(1));
    expect(attempts).toBe(1);
    expect(await rowOf(event)).toMatchObject({ outcome: 'failed', detail: expect.stringMatching(reason) });
    expect(await replayEvent('terminal', event.id)).toMatchObject({
      result: 'failed',
      detail: expect.stringMatching(reason),
    });
    expect(await saleState(order)).toMatchObject({ order: 'HELD', post: 'LISTED' });
  },
);

test('an event of another account is acknowledged and recorded as ignored, whatever else it says', async () => {
  const order = await makeHeldOrder();
  const event = {
    ...sessionEvent('checkout.session.completed', order),
    ...{ account: 'acct_elsewhere', livemode: true, api_version: '2019-05-16' },
  };
  await enqueueEvent(event, JSON.stringify(event));
  await eventually(async () =>
    expect(await rowOf(event)).toMatchObject({ outcome: 'ignored', detail: expect.stringContaining('acct_elsewhere') }),
  );
  expect(await replayEvent('terminal', event.id)).toMatchObject({ outcome: 'ignored', change: null });
  expect(await deadLetterCount()).toBe(0);
  expect(await saleState(order)).toMatchObject({ order: 'HELD', post: 'LISTED' });
});

test('a missed event from the future is not applied either', async () => {
  await backfillEvents();
  const started = await startOrder();
  // Less than the payment page is open, more than clocks may differ.
  stripe.setClockBehind(-15 * 60);
  const order = await payAtStripe(stripe, started);
  stripe.setClockBehind(0);
  expect(await backfillEvents()).toEqual([]);
  expect(await saleState(order)).toMatchObject({ order: 'HELD' });
  const [row] = await db().stripeEvent.findMany({ where: { type: 'checkout.session.completed' } });
  expect(row).toMatchObject({ outcome: 'failed', detail: expect.stringContaining('ahead of this machine') });
});

/** A dispute that waits for its payment, as a version recorded it that did not check where it came from. */
async function addUnverifiedDispute(event: { id: string; type: string }, paymentIntentId: string): Promise<void> {
  await db().stripeEvent.create({
    data: {
      ...{ id: event.id, type: event.type, outcome: 'waiting', paymentIntentId, payload: event },
      ...{ createdAt: new Date(), receivedAt: new Date(Date.now() - 60_000) },
    },
  });
}

test('a waiting event of unknown origin is not applied with its payment; Stripe is asked for it', async () => {
  const started = await startOrder();
  const paid = await payAtStripe(stripe, started);
  const forged = disputeEvent('charge.dispute.created', paid, 'needs_response');
  await addUnverifiedDispute(forged, paid.paymentIntentId);
  const payment = sessionEvent('checkout.session.completed', paid);
  await enqueueEvent(payment, JSON.stringify(payment));
  await eventually(async () => expect(await saleState(paid)).toMatchObject({ order: 'PAID' }));
  expect(await retryWaitingEvents()).toEqual([]);
  expect(await saleState(paid)).toMatchObject({ order: 'PAID' });
  expect(await rowOf(forged)).toMatchObject({
    outcome: 'failed',
    detail: expect.stringMatching(/^Stripe does not have/),
  });
});

test('a genuine waiting event of an earlier version is applied as Stripe has it', async () => {
  const paid = await makePaidOrder(stripe);
  await stripe.control('disputes', { payment_intent: paid.paymentIntentId });
  const { events } = await stripe.state();
  const genuine = events.find(({ type }) => type === 'charge.dispute.created');
  if (!genuine) throw new Error('Stripe has no dispute');
  await addUnverifiedDispute({ id: genuine.id, type: genuine.type }, paid.paymentIntentId);
  expect(await retryWaitingEvents()).toEqual([{ orderId: paid.orderId, postId: paid.postId }]);
  expect(await saleState(paid)).toMatchObject({ order: 'DISPUTED' });
});
