import { stripe } from './stripe.ts';
import { toSessionObject } from './stripe-objects.ts';

export type SessionState = {
  session: ReturnType<typeof toSessionObject>;
  /** `open`: can still be paid. `unpaid`: completed, payment pending. `failed`: completed, payment failed. */
  state: 'open' | 'expired' | 'paid' | 'unpaid' | 'failed';
};

/** @throws Stripe's errors */
export async function retrieveSession(sessionId: string): Promise<SessionState> {
  const session = await stripe().checkout.sessions.retrieve(sessionId, { expand: ['payment_intent'] });
  return { session: toSessionObject(session), state: stateOf(session) };
}

type Session = Awaited<ReturnType<ReturnType<typeof stripe>['checkout']['sessions']['retrieve']>>;

function stateOf({ status, payment_status, payment_intent }: Session): SessionState['state'] {
  if (status === 'open') return 'open';
  if (status === 'expired') return 'expired';
  if (payment_status !== 'unpaid') return 'paid';
  const intent = typeof payment_intent === 'object' ? payment_intent?.status : undefined;
  return intent === 'requires_payment_method' || intent === 'canceled' ? 'failed' : 'unpaid';
}
