import type Stripe from 'stripe';

/*
 * The store's records: the API's objects as they are sent, with ids where the API can expand. A record is never
 * changed in place but replaced under its id, so an event can contain a record as its snapshot. The store writes them
 * to its journal: a renamed field is lost in existing data folders.
 */

export type SessionObject = Stripe.Checkout.Session & { payment_intent: string | null };
export type IntentObject = Stripe.PaymentIntent & { latest_charge: string | null };
export type ChargeObject = Stripe.Charge & { payment_intent: string | null; balance_transaction: string | null };
export type RefundObject = Stripe.Refund & { charge: string; payment_intent: string | null };
export type DisputeObject = Stripe.Dispute & { charge: string };

/** The SDK converts decimals into its own objects; the API sends strings. */
type PriceObject = Omit<Stripe.Price, 'unit_amount_decimal'> & {
  product: string;
  unit_amount: number;
  unit_amount_decimal: string;
};
export type LineItemObject = Omit<Stripe.LineItem, 'price'> & { price: PriceObject; quantity: number };

export type Outcome = 'succeeded' | 'failed';

/** A session and what Stripe knows about it beyond the object. */
export type SessionRecord = {
  id: string;
  session: SessionObject;
  lineItems: LineItemObject[];
  picture: string | null;
  productDescription: string | null;
  intentData: {
    metadata: Stripe.Metadata;
    description: string | null;
    receipt_email: string | null;
    capture_method?: 'automatic' | 'automatic_async' | undefined;
  };
  /** When the session expires, Unix seconds. The test control can change it, unlike `expires_at`. */
  endsAt: number;
  /** The outcome of a delayed payment and its time, Unix seconds. Null: the test control decides. */
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
  /** When the next attempt is due, Unix milliseconds. */
  nextAttemptAt: number;
  /** The endpoint's last response: its status, or why there was none. */
  lastAnswer: number | string | null;
  /** How many times it is sent at once; missing in older journals. */
  copies?: number;
};

/** The response to later requests with the same Idempotency-Key. */
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
