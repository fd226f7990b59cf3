import { isStripeRefusal, stripe } from './stripe.ts';

/**
 * Expires a session so that it can no longer be paid. Only an open session can be expired; if Stripe refuses, the
 * session's status is retrieved instead.
 * @returns `complete` if the buyer finished the checkout before.
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
