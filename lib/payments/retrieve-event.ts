import Stripe from 'stripe';
import { stripe } from './stripe.ts';

/**
 * An event as a webhook would send it, from Stripe; null if Stripe does not have it. It keeps events for 30 days.
 * @throws Stripe's other errors.
 */
export async function retrieveEvent(eventId: string): Promise<string | null> {
  if (!eventId.startsWith('evt_')) return null;
  try {
    return JSON.stringify(await stripe().events.retrieve(eventId));
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError && error.statusCode === 404) return null;
    throw error;
  }
}
