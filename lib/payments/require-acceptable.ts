import Stripe from 'stripe';
import { eventRefusal } from '#lib/domain/sale/event-refusal.ts';
import { env, isLiveKey } from '#lib/env.ts';
import type { StripeEvent } from '#lib/schemas/stripe-events.ts';

/** A genuine event that this shop must not apply; `message` says why. Trying again does not help. */
export class RefusedEventError extends Error {
  override name = 'RefusedEventError';
}

/** @throws {RefusedEventError} if it contradicts the key or the API version, or comes from the future. */
export function requireAcceptable(event: StripeEvent): void {
  // Another account's events are ignored whatever they say: see lib/orders/settlement/sale-fact.ts.
  if (event.account) return;
  const isLive = isLiveKey(env().STRIPE_SECRET_KEY);
  const refusal = eventRefusal(event, { isLive, apiVersion: Stripe.API_VERSION, now: Date.now() });
  if (refusal) throw new RefusedEventError(refusal);
}
