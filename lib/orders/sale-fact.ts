import type { Money } from '#lib/domain/money.ts';
import type { SaleEvent } from '#lib/domain/sale.ts';
import type { StripeEvent } from '#lib/schemas/stripe-events.ts';

/** What an event says about an order, in the sale's own words. */
export type SaleFact = {
  event: SaleEvent;
  /** How the order is found: by our id, else by the payment. */
  orderId: string | null;
  sessionId: string | null;
  paymentIntentId: string | null;
  /** What Stripe says was charged; checked against the order before anything is sold. */
  charged: Money | null;
  buyer: { email: string | null; name: string | null; country: string | null } | null;
};

/** The fact in a Stripe event, or the reason why it has none. */
export function saleFactOf(event: StripeEvent): SaleFact | { ignored: string } {
  const object = event.data.object;
  if (object.object === 'checkout.session') {
    const name = sessionEvent(event.type, object.payment_status);
    if (!name) return { ignored: `${event.type} with payment status ${object.payment_status} says nothing new` };
    const details = object.customer_details;
    return {
      event: name,
      orderId: object.metadata?.orderId ?? null,
      sessionId: object.id,
      paymentIntentId: object.payment_intent ?? null,
      charged:
        object.amount_total !== null && object.currency !== null
          ? { amount: object.amount_total, currency: object.currency.toUpperCase() }
          : null,
      buyer: details
        ? { email: details.email ?? null, name: details.name ?? null, country: details.address?.country ?? null }
        : null,
    };
  }
  const rest = { sessionId: null, paymentIntentId: object.payment_intent ?? null, charged: null, buyer: null };
  if (object.object === 'charge') {
    if (event.type !== 'charge.refunded') return { ignored: `${event.type} moves no order` };
    if (!object.refunded) return { ignored: 'a part of the charge was refunded; the sale stands' };
    return { event: 'refunded', orderId: object.metadata?.orderId ?? null, ...rest };
  }
  const dispute = disputeEvent(event.type, object.status);
  return dispute ? { event: dispute, orderId: null, ...rest } : { ignored: `dispute is ${object.status}` };
}

function sessionEvent(type: string, paymentStatus: string): SaleEvent | null {
  if (type === 'checkout.session.completed') return paymentStatus === 'unpaid' ? 'completed-unpaid' : 'paid';
  if (type === 'checkout.session.async_payment_succeeded') return 'paid';
  if (type === 'checkout.session.async_payment_failed') return 'async-failed';
  return type === 'checkout.session.expired' ? 'expired' : null;
}

function disputeEvent(type: string, status: string): SaleEvent | null {
  if (type === 'charge.dispute.created') return 'dispute-opened';
  if (type !== 'charge.dispute.closed') return null;
  if (status === 'won' || status === 'warning_closed') return 'dispute-won';
  return status === 'lost' ? 'dispute-lost' : null;
}
