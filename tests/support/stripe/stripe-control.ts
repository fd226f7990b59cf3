import type Stripe from 'stripe';

type Standing = { stripeUrl: string };

/** An event as the stand-in keeps it, and what became of its delivery. */
export type SentEvent = Stripe.Event & {
  delivery: { state: 'pending' | 'delivered' | 'held' | 'dropped' | 'failed'; lastAnswer: number | string | null };
};

export type StripeState = {
  sessions: Stripe.Checkout.Session[];
  payment_intents: Stripe.PaymentIntent[];
  charges: Stripe.Charge[];
  refunds: Stripe.Refund[];
  disputes: Stripe.Dispute[];
  /** The newest first, as in the other lists. */
  events: SentEvent[];
};

/**
 * Gives an order to the stand-in's test control: see dev/stripe/test-control.ts.
 * @throws with its answer when it refuses.
 */
export async function orderStripe(shop: Standing, order: string, body: object = {}): Promise<unknown> {
  const response = await fetch(`${shop.stripeUrl}/_test/${order}`, { method: 'POST', body: JSON.stringify(body) });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${order}: ${answer}`);
  return JSON.parse(answer);
}

/** Everything that the stand-in holds. */
export async function stripeState(shop: Standing): Promise<StripeState> {
  return (await (await fetch(`${shop.stripeUrl}/_test/state`)).json()) as StripeState;
}

/** The newest event of this type about a session. @throws when there is none (yet). */
export async function eventOf(shop: Standing, sessionId: string, type: Stripe.Event['type']): Promise<SentEvent> {
  const { events } = await stripeState(shop);
  const found = events.find((event) => event.type === type && (event.data.object as { id?: string }).id === sessionId);
  if (!found) throw new Error(`no ${type} for ${sessionId}`);
  return found;
}

/**
 * Delivers an event several times at the same moment, and those that were refused for now once more, as Stripe does,
 * until the shop has taken in so many.
 * @throws when it answers anything but 200, or 503 on a machine that is too busy.
 */
export async function deliver(shop: Standing, eventId: string, times = 1): Promise<void> {
  for (let left = times; left > 0; ) {
    const { answers } = (await orderStripe(shop, 'deliver', { eventId, times: left, concurrent: true })) as {
      answers: (number | string)[];
    };
    const strange = answers.find((answer) => answer !== 200 && answer !== 503);
    if (strange !== undefined) throw new Error(`the webhook answers ${strange}`);
    left = answers.filter((answer) => answer === 503).length;
  }
}
