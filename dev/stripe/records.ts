import type Stripe from 'stripe';

/*
 * What the store keeps: the API's objects as they go over the wire, with ids where the API can
 * expand. Records are never changed in place; a new one takes the old one's key, so an event may
 * hold a record as its snapshot.
 */

export type SessionObject = Stripe.Checkout.Session & { payment_intent: string | null };
export type IntentObject = Stripe.PaymentIntent & { latest_charge: string | null };
export type ChargeObject = Stripe.Charge & { payment_intent: string | null; balance_transaction: string | null };
export type RefundObject = Stripe.Refund & { charge: string; payment_intent: string | null };
export type DisputeObject = Stripe.Dispute & { charge: string };

/** The SDK turns decimals into objects of its own; on the wire they are strings. */
type PriceObject = Omit<Stripe.Price, 'unit_amount_decimal'> & {
  product: string;
  unit_amount: number;
  unit_amount_decimal: string;
};
export type LineItemObject = Omit<Stripe.LineItem, 'price'> & { price: PriceObject; quantity: number };

export type Outcome = 'succeeded' | 'failed';

/** A session and what Stripe knows about it but does not put into the object. */
export type SessionRecord = {
  id: string;
  session: SessionObject;
  lineItems: LineItemObject[];
  picture: string | null;
  productDescription: string | null;
  intentData: { metadata: Stripe.Metadata; description: string | null; receipt_email: string | null };
  /** When the session ends by itself, in Unix seconds; moved by the test control, unlike `expires_at`. */
  endsAt: number;
  /** What becomes of a delayed payment, and when (Unix seconds). Null: when the test control says so. */
  settlement: { at: number; outcome: Outcome } | null;
};

export type EventObject = Omit<Stripe.EventBase, 'data'> & {
  data: { object: unknown; previous_attributes?: unknown };
};

type DeliveryState = 'pending' | 'delivered' | 'held' | 'dropped' | 'failed';

export type DeliveryRecord = {
  /** The event's id. */
  id: string;
  state: DeliveryState;
  attempts: number;
  /** When the next try is due, Unix milliseconds. */
  nextAttemptAt: number;
  /** The shop's last answer: a status, or why there was none. */
  lastAnswer: number | string | null;
  /** How often it is sent at once; older journals do not say. */
  copies?: number;
};

/** The answer that a later request with the same Idempotency-Key gets. */
export type ReplyRecord = {
  /** The key itself. */
  id: string;
  endpoint: string;
  parameters: string;
  requestId: string;
  status: number;
  body: string;
  /** Unix seconds. */
  created: number;
};

export type Records = {
  session: SessionRecord;
  intent: IntentObject;
  charge: ChargeObject;
  refund: RefundObject;
  transaction: Stripe.BalanceTransaction;
  dispute: DisputeObject;
  event: EventObject;
  delivery: DeliveryRecord;
  reply: ReplyRecord;
};

export type Kind = keyof Records;
