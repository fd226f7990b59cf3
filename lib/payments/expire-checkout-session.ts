import { isStripeRefusal, stripe } from './stripe.ts';

/**
 * Ends a session so that nobody can pay it any more. Only an open one can be ended; on a refusal
 * Stripe is asked what the session is instead.
 * @returns `expired` when it cannot be paid any more, `complete` when it was paid before.
 */
export async function expireCheckoutSession(sessionId: string): Promise<'expired' | 'complete'> {
  try {
    await stripe().checkout.sessions.expire(sessionId);
    return 'expired';
  } catch (error) {
    if (!isStripeRefusal(error)) throw error;
    const session = await stripe().checkout.sessions.retrieve(sessionId);
    if (session.status === 'expired') return 'expired';
    if (session.status === 'complete') return 'complete';
    throw error;
  }
}
