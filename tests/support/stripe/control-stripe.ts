/** Controls and reads the Stripe emulator of a running shop. */

import type Stripe from 'stripe';

type WithStripe = { stripeUrl: string };

/** An event as the Stripe emulator stores it, with the state of its delivery. */
export type EmulatorEvent = Stripe.Event & {
  delivery: { state: 'pending' | 'delivered' | 'held' | 'dropped' | 'failed'; lastAnswer: number | string | null };
};

export type StripeState = {
  sessions: Stripe.Checkout.Session[];
  payment_intents: Stripe.PaymentIntent[];
  charges: Stripe.Charge[];
  refunds: Stripe.Refund[];
  disputes: Stripe.Dispute[];
  /** Newest first, like the other lists. */
  events: EmulatorEvent[];
};

/**
 * Sends a command to the Stripe emulator's test control: see dev/stripe/test-control.ts.
 * @throws with the response when it is refused.
 */
export async function controlStripe(shop: WithStripe, command: string, body: object = {}): Promise<unknown> {
  const response = await fetch(`${shop.stripeUrl}/_test/${command}`, { method: 'POST', body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${command}: ${text}`);
  return JSON.parse(text);
}

/** Everything that the Stripe emulator stores. */
export async function emulatorState(shop: WithStripe): Promise<StripeState> {
  return (await (await fetch(`${shop.stripeUrl}/_test/state`)).json()) as StripeState;
}

/** The newest event of this type about a session. @throws when there is none yet. */
export async function eventOf(shop: WithStripe, sessionId: string, type: Stripe.Event['type']): Promise<EmulatorEvent> {
  const { events } = await emulatorState(shop);
  const found = events.find((event) => event.type === type && (event.data.object as { id?: string }).id === sessionId);
  if (!found) throw new Error(`no ${type} for ${sessionId}`);
  return found;
}

/**
 * Delivers an event several times at once. Retries deliveries that were answered with 503, as Stripe does, until the
 * shop has accepted `times` of them.
 * @throws when the shop responds with anything but 200, or 503 on a busy machine.
 */
export async function deliverEvent(shop: WithStripe, eventId: string, times = 1): Promise<void> {
  for (let left = times; left > 0; ) {
    const { answers } = (await controlStripe(shop, 'deliver', { eventId, times: left, concurrent: true })) as {
      answers: (number | string)[];
    };
    const unexpected = answers.find((answer) => answer !== 200 && answer !== 503);
    if (unexpected !== undefined) throw new Error(`the webhook responds with ${unexpected}`);
    left = answers.filter((answer) => answer === 503).length;
  }
}
