import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { disputeFacts, factOf as read } from '#lib/orders/settlement/sale-fact.ts';
import { ACCEPTED_EVENTS } from '#lib/payments/event-stream.ts';
import { stripeEventSchema } from '#lib/schemas/stripe-events.ts';
import {
  disputeEvent,
  type EventJson,
  readEvent,
  refundEvent,
  refundStatusEvent,
  sessionEvent,
} from '../../support/stripe/stripe-events.ts';

const orderId = '00000000-0000-4000-8000-000000000001';
const subject = { orderId, sessionId: 'cs_test_1', paymentIntentId: 'pi_1' };
const factOf = (event: EventJson) => read(readEvent(event));
const eventName = (event: EventJson) => {
  const fact = factOf(event);
  return 'event' in fact ? fact.event : null;
};

test('a paid session says who paid how much for which order', () => {
  expect(factOf(sessionEvent('checkout.session.completed', subject))).toEqual({
    kind: 'sale',
    event: 'paid',
    ...subject,
    charged: { amount: 12_000, currency: 'EUR' },
    buyer: { email: 'ada@example.org', name: 'Ada Lovelace', country: 'GB' },
  });
});

test.for<[string | null, EventJson]>([
  ['paid', sessionEvent('checkout.session.completed', subject, { payment_status: 'no_payment_required' })],
  ['completed-unpaid', sessionEvent('checkout.session.completed', subject, { payment_status: 'unpaid' })],
  ['paid', sessionEvent('checkout.session.async_payment_succeeded', subject)],
  ['async-failed', sessionEvent('checkout.session.async_payment_failed', subject)],
  ['expired', sessionEvent('checkout.session.expired', subject)],
  ['refunded', refundEvent(subject)],
  [null, refundEvent(subject, 11_999)],
  ['dispute-opened', disputeEvent('charge.dispute.created', subject, 'needs_response')],
  ['dispute-won', disputeEvent('charge.dispute.closed', subject, 'won')],
  ['dispute-won', disputeEvent('charge.dispute.closed', subject, 'warning_closed')],
  ['dispute-lost', disputeEvent('charge.dispute.closed', subject, 'lost')],
  [null, disputeEvent('charge.dispute.closed', subject, 'under_review')],
])('an event yields the fact %s', ([name, event]) => {
  expect(eventName(event)).toBe(name);
  expect(ACCEPTED_EVENTS).toContain(event.type);
});

test('a payment intent can be an id or the whole object', () => {
  const event = sessionEvent('checkout.session.completed', subject, {
    payment_intent: { id: 'pi_whole', object: 'payment_intent' } as Stripe.PaymentIntent,
  });
  expect(factOf(event)).toMatchObject({ paymentIntentId: 'pi_whole' });
});

test('metadata that the shop did not write does not name an order', () => {
  const foreign: Stripe.Metadata[] = [{}, { orderId: 'order-1' }, { orderId: "'; DROP TABLE orders" }];
  for (const metadata of [...foreign, null]) {
    const event = sessionEvent('checkout.session.completed', subject, { metadata });
    expect(factOf(event)).toMatchObject({ orderId: null, sessionId: 'cs_test_1' });
  }
});

test('a missing amount or currency yields no charged amount', () => {
  for (const changes of [{ amount_total: null }, { currency: null }])
    expect(factOf(sessionEvent('checkout.session.completed', subject, changes))).toMatchObject({ charged: null });
});

test.for([
  ['succeeded', 'succeeded'],
  ['pending', 'pending'],
  // The money has not been sent yet, but still may be.
  ['requires_action', 'pending'],
  ['failed', 'failed'],
  ['canceled', 'failed'],
] as const)('a refund with Stripe’s status %s is %s', ([status, expected]) => {
  const event = refundStatusEvent('refund.updated', subject, { id: 're_1', status, failureReason: 'unknown' });
  expect(factOf(event)).toEqual({
    ...{ kind: 'refund', orderId, sessionId: null, paymentIntentId: 'pi_1' },
    refund: { id: 're_1', amount: { amount: 500, currency: 'EUR' }, status: expected, failureReason: 'unknown' },
  });
});

const transactions = (...amounts: number[]) => amounts.map((amount, index) => ({ id: `txn_${index}`, amount }));

test.for([
  [
    'an inquiry that is not yet a',
    'warning_needs_response',
    transactions(),
    ['dispute-opened'],
    { withdrawn: false, returned: false },
  ],
  ['an open', 'needs_response', transactions(-12_000), ['dispute-opened'], { withdrawn: true, returned: false }],
  ['a lost', 'lost', transactions(-12_000), ['dispute-opened', 'dispute-lost'], { withdrawn: true, returned: false }],
  [
    'a won',
    'won',
    transactions(-12_000, 12_000),
    ['dispute-opened', 'dispute-won'],
    { withdrawn: true, returned: true },
  ],
] as const)(
  '%s dispute yields all facts up to its current status',
  ([, status, balance_transactions, events, money]) => {
    const dispute = { object: 'dispute' as const, id: 'dp_1', payment_intent: 'pi_1', amount: 12_000, currency: 'eur' };
    const facts = disputeFacts({ ...dispute, status, balance_transactions: [...balance_transactions] });
    expect(facts.map(({ event }) => event)).toEqual(events);
    for (const fact of facts) {
      expect(fact).toMatchObject({ paymentIntentId: 'pi_1', disputed: { id: 'dp_1', ...money } });
      expect(fact.disputed?.amount).toEqual({ amount: 12_000, currency: 'EUR' });
    }
  },
);

test('a malformed Stripe event is refused', () => {
  const event = sessionEvent('checkout.session.completed', subject);
  for (const broken of [null, {}, { ...event, id: 'x' }, { ...event, data: { object: { object: 'customer' } } }])
    expect(stripeEventSchema.safeParse(broken).success).toBe(false);
  const fraction = { ...event, data: { object: { ...event.data.object, amount_total: 1.5 } } };
  expect(stripeEventSchema.safeParse(fraction).success).toBe(false);
});
