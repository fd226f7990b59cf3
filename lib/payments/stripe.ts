import Stripe from 'stripe';
import { env } from '#lib/env.ts';

let client: Stripe | undefined;

/**
 * Stripe's SDK; with STRIPE_API_URL it talks to the Stripe emulator instead. A request times out after 8 seconds and is
 * retried twice. Writes carry our own idempotency key, so a retry after a crash finds what the first attempt created.
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
 * Whether Stripe refused the request (4xx), so that repeating it is useless. An idempotency error is no refusal: an
 * earlier call may have succeeded.
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

/**
 * Whether the idempotency key was used before with other parameters. That request has ended then: one that is still
 * running is reported with status 409.
 */
export const isKeyOfAnotherRequest = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeIdempotencyError && error.statusCode === 400;
