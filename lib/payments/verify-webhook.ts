import type Stripe from 'stripe';
import { env } from '#lib/env.ts';
import { stripe } from './stripe.ts';

const TOLERANCE_SECONDS = 300;

/**
 * The event in a webhook's raw body, or null unless one of the configured secrets signed it within the last five
 * minutes. During a rotation two secrets are valid.
 */
export function verifyWebhook(rawBody: string, signature: string | null): Stripe.Event | null {
  if (!signature) return null;
  for (const secret of env().STRIPE_WEBHOOK_SECRET) {
    try {
      return stripe().webhooks.constructEvent(rawBody, signature, secret, TOLERANCE_SECONDS);
    } catch {
      // The next secret may match.
    }
  }
  return null;
}
