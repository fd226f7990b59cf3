import Stripe from 'stripe';
import { env } from '#lib/env.ts';

let client: Stripe | undefined;

/**
 * Stripe's SDK, or the same SDK talking to a stand-in where STRIPE_API_URL names one. A call takes at
 * most 8 seconds and is tried again twice; writes carry our own idempotency key, so a retry after a
 * crash finds what the first try made.
 */
export function stripe(): Stripe {
  client ??= connect();
  return client;
}

function connect(): Stripe {
  const { STRIPE_SECRET_KEY, STRIPE_API_URL } = env();
  const limits = { timeout: 8_000, maxNetworkRetries: 2, telemetry: false };
  if (!STRIPE_API_URL) return new Stripe(STRIPE_SECRET_KEY, limits);
  const { hostname, port, protocol } = new URL(STRIPE_API_URL);
  return new Stripe(STRIPE_SECRET_KEY, {
    ...limits,
    host: hostname,
    port: port || (protocol === 'https:' ? 443 : 80),
    protocol: protocol === 'https:' ? 'https' : 'http',
  });
}

/**
 * Did Stripe itself say no (4xx), so that asking again the same way is useless? A clash of idempotency
 * keys is none: it means that an earlier call may have gone through.
 */
export function isStripeRefusal(error: unknown): boolean {
  return (
    error instanceof Stripe.errors.StripeError &&
    !(error instanceof Stripe.errors.StripeIdempotencyError) &&
    error.statusCode !== undefined &&
    error.statusCode >= 400 &&
    error.statusCode < 500 &&
    ![401, 403, 409, 429].includes(error.statusCode)
  );
}
