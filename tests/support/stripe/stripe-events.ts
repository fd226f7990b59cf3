/** Builds the Stripe events of a sale. */

import { randomUUID } from 'node:crypto';
import Stripe from 'stripe';
import { type StripeEvent, stripeEventSchema } from '#lib/schemas/stripe-events.ts';

type Session = Stripe.Checkout.Session;
type SessionType = Extract<Stripe.Event['type'], `checkout.session.${string}`>;
type Subject = { orderId?: string | undefined; sessionId?: string; paymentIntentId?: string };

const stripeId = (prefix: string) => `${prefix}_${randomUUID().replaceAll('-', '').slice(0, 24)}`;

/** An event as Stripe sends it, reduced to the fields that the shop reads. */
function eventJson(type: Stripe.Event['type'], object: { object: string }) {
  return {
    id: stripeId('evt'),
    object: 'event' as const,
    api_version: Stripe.API_VERSION,
    created: Math.floor(Date.now() / 1000),
    data: { object },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type,
  };
}

export type EventJson = ReturnType<typeof eventJson>;

/** Parses an event as the worker does. */
export const readEvent = (event: EventJson): StripeEvent => stripeEventSchema.parse(JSON.parse(JSON.stringify(event)));

/** An event about a Checkout Session of 120 euros, with the payment status that fits its type. */
export function sessionEvent(
  type: SessionType,
  { orderId, sessionId = stripeId('cs_test'), paymentIntentId }: Subject,
  changes: Partial<Session> = {},
): EventJson {
  const paid = type === 'checkout.session.completed' || type === 'checkout.session.async_payment_succeeded';
  const session = {
    id: sessionId,
    object: 'checkout.session',
    amount_subtotal: 12_000,
    amount_total: 12_000,
    client_reference_id: orderId ?? null,
    currency: 'eur',
    customer_details: {
      address: { city: null, country: 'GB', line1: null, line2: null, postal_code: null, state: null },
      business_name: null,
      email: 'ada@example.org',
      individual_name: null,
      name: 'Ada Lovelace',
      phone: null,
      tax_exempt: 'none',
      tax_ids: [],
    },
    livemode: false,
    metadata: orderId ? { orderId } : {},
    mode: 'payment',
    payment_intent: paymentIntentId ?? (type === 'checkout.session.expired' ? null : stripeId('pi')),
    payment_status: paid ? 'paid' : 'unpaid',
    status: type === 'checkout.session.expired' ? 'expired' : 'complete',
    ...changes,
  } satisfies Partial<Session>;
  return eventJson(type, session);
}

/** A charge that was refunded completely, or `refunded` of its 12,000 cents. */
export function refundEvent({ orderId, paymentIntentId }: Subject, refunded = 12_000): EventJson {
  const charge = {
    id: stripeId('ch'),
    object: 'charge',
    amount: 12_000,
    amount_refunded: refunded,
    currency: 'eur',
    metadata: orderId ? { orderId } : {},
    payment_intent: paymentIntentId ?? stripeId('pi'),
    refunded: refunded === 12_000,
    status: 'succeeded',
  } satisfies Partial<Stripe.Charge>;
  return eventJson('charge.refunded', charge);
}

type RefundChanges = { id: string; amount?: number; status?: string; failureReason?: string };

/** The state of one refund, of 5 euros by default; the same `id` is the same refund. */
export function refundStatusEvent(
  type: 'refund.created' | 'refund.updated' | 'refund.failed',
  { orderId, paymentIntentId }: Subject,
  { id, amount = 500, status = 'succeeded', failureReason }: RefundChanges,
): EventJson {
  const refund = {
    ...{ id, object: 'refund', amount, currency: 'eur', status, reason: null },
    metadata: orderId ? { orderId } : {},
    payment_intent: paymentIntentId ?? stripeId('pi'),
    ...(failureReason && { failure_reason: failureReason }),
  } satisfies Partial<Stripe.Refund>;
  return eventJson(type, refund);
}

/** A dispute names only its payment, not the order. */
export function disputeEvent(
  type: 'charge.dispute.created' | 'charge.dispute.closed',
  { paymentIntentId }: { paymentIntentId: string },
  status: Stripe.Dispute.Status,
): EventJson {
  const dispute = {
    id: stripeId('dp'),
    object: 'dispute',
    amount: 12_000,
    currency: 'eur',
    metadata: {},
    payment_intent: paymentIntentId,
    reason: 'fraudulent',
    status,
  } satisfies Partial<Stripe.Dispute>;
  return eventJson(type, dispute);
}
