import type { Money } from '#lib/domain/money/money.ts';
import type { SaleEvent } from '#lib/domain/sale/sale.ts';
import type { StripeEvent } from '#lib/schemas/stripe-events.ts';

/** How the order is found: by its id, else by the session, else by the payment. */
export type OrderReference = { orderId: string | null; sessionId: string | null; paymentIntentId: string | null };

/** Something that happened to the sale as a whole. */
export type SaleFact = OrderReference & {
  kind: 'sale';
  event: SaleEvent;
  /** What Stripe charged; compared with the order before the work is sold. */
  charged: Money | null;
  buyer: { email: string | null; name: string | null; country: string | null } | null;
  /** For disputes: whether the bank has withdrawn the money, and whether it has returned it. */
  disputed?: { id: string; amount: Money; withdrawn: boolean; returned: boolean };
};

type RefundStatus = 'pending' | 'succeeded' | 'failed';

/** One full or partial refund in its current state. */
export type RefundFact = OrderReference & {
  kind: 'refund';
  refund: { id: string; amount: Money; status: RefundStatus; failureReason: string | null };
};

/** A partly refunded charge; the refund itself is reported by its own events. */
type PartRefundFact = OrderReference & { kind: 'part-refund'; refunded: Money };

export type Fact = SaleFact | RefundFact | PartRefundFact;

type StripeObject = StripeEvent['data']['object'];
type Ignored = { ignored: string };

/** The fact in a Stripe event, or why it has none. */
export function factOf(event: StripeEvent): Fact | Ignored {
  if (event.account) return { ignored: `it is about another Stripe account, ${event.account}` };
  const object = event.data.object;
  switch (object.object) {
    case 'checkout.session':
      return sessionFact(event.type, object);
    case 'charge':
      return chargeFact(event.type, object);
    case 'refund':
      return refundFact(object);
    case 'dispute':
      return disputeFact(event.type, object);
  }
}

type SessionObject = Extract<StripeObject, { object: 'checkout.session' }>;

function sessionFact(type: string, session: SessionObject): SaleFact | Ignored {
  const event = sessionEvent(type, session.payment_status);
  if (!event) return { ignored: `${type} with payment status ${session.payment_status} says nothing new` };
  return { event, ...sessionFacts(session) };
}

/** The parts of a sale fact that a session has, whatever happened to it. */
export function sessionFacts(session: SessionObject): Omit<SaleFact, 'event'> {
  const { amount_total: amount, currency, customer_details: details } = session;
  return {
    kind: 'sale',
    orderId: session.metadata?.orderId ?? null,
    sessionId: session.id,
    paymentIntentId: session.payment_intent ?? null,
    charged: amount !== null && currency !== null ? money(amount, currency) : null,
    buyer: details
      ? { email: details.email ?? null, name: details.name ?? null, country: details.address?.country ?? null }
      : null,
  };
}

function sessionEvent(type: string, paymentStatus: string): SaleEvent | null {
  if (type === 'checkout.session.completed') return paymentStatus === 'unpaid' ? 'completed-unpaid' : 'paid';
  if (type === 'checkout.session.async_payment_succeeded') return 'paid';
  if (type === 'checkout.session.async_payment_failed') return 'async-failed';
  return type === 'checkout.session.expired' ? 'expired' : null;
}

function chargeFact(
  type: string,
  charge: Extract<StripeObject, { object: 'charge' }>,
): SaleFact | PartRefundFact | Ignored {
  if (type !== 'charge.refunded') return { ignored: `${type} changes no order` };
  const reference = {
    orderId: charge.metadata?.orderId ?? null,
    sessionId: null,
    paymentIntentId: charge.payment_intent ?? null,
  };
  if (charge.refunded) return { kind: 'sale', event: 'refunded', ...reference, charged: null, buyer: null };
  return { kind: 'part-refund', ...reference, refunded: money(charge.amount_refunded, charge.currency) };
}

export function refundFact(refund: Extract<StripeObject, { object: 'refund' }>): RefundFact {
  return {
    kind: 'refund',
    orderId: refund.metadata?.orderId ?? null,
    sessionId: null,
    paymentIntentId: refund.payment_intent ?? null,
    refund: {
      id: refund.id,
      amount: money(refund.amount, refund.currency),
      status: refundStatus(refund.status ?? 'pending'),
      failureReason: refund.failure_reason ?? null,
    },
  };
}

/** Stripe's other statuses are `requires_action` (not sent yet) and `canceled` (never will be). */
function refundStatus(status: string): RefundStatus {
  if (status === 'succeeded') return 'succeeded';
  return status === 'failed' || status === 'canceled' ? 'failed' : 'pending';
}

type DisputeObject = Extract<StripeObject, { object: 'dispute' }>;

function disputeFact(type: string, dispute: DisputeObject): SaleFact | Ignored {
  const event = disputeEvent(type, dispute.status);
  return event ? toDisputeFact(event, dispute) : { ignored: `dispute is ${dispute.status}` };
}

/** Every fact of a dispute up to now. */
export function disputeFacts(dispute: DisputeObject): SaleFact[] {
  const closed = disputeEvent('charge.dispute.closed', dispute.status);
  return [toDisputeFact('dispute-opened', dispute), ...(closed ? [toDisputeFact(closed, dispute)] : [])];
}

function toDisputeFact(event: SaleEvent, dispute: DisputeObject): SaleFact {
  const { id, amount, currency, balance_transactions: transactions = [] } = dispute;
  return {
    kind: 'sale',
    event,
    orderId: null,
    sessionId: null,
    paymentIntentId: dispute.payment_intent ?? null,
    charged: null,
    buyer: null,
    ...(amount &&
      currency && {
        disputed: {
          id,
          amount: money(amount, currency),
          withdrawn: transactions.some((transaction) => transaction.amount < 0),
          returned: transactions.some((transaction) => transaction.amount > 0),
        },
      }),
  };
}

function disputeEvent(type: string, status: string): SaleEvent | null {
  if (type === 'charge.dispute.created') return 'dispute-opened';
  if (type !== 'charge.dispute.closed') return null;
  if (status === 'won' || status === 'warning_closed') return 'dispute-won';
  return status === 'lost' ? 'dispute-lost' : null;
}

const money = (amount: number, currency: string): Money => ({ amount, currency: currency.toUpperCase() });
