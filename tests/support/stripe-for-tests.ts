import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type Stripe from 'stripe';
import { afterAll } from 'vitest';
import { startStripeStandIn } from '../../dev/stripe/start-stripe-stand-in.ts';
import { startWebhookReceiver } from './webhook-receiver.ts';

export type StripeForTests = {
  url: string;
  /** Gives an order to the stand-in's test control. @throws with its answer when it refuses. */
  control(order: string, body?: object): Promise<void>;
  /** Everything that the stand-in holds. */
  state(): Promise<{ sessions: Stripe.Checkout.Session[]; refunds: Stripe.Refund[] }>;
  /** The next event of this type that it delivered. */
  nextEvent(type: Stripe.Event['type']): Promise<Stripe.Event>;
};

/**
 * A Stripe for this test file, which the product's own client talks to. To be called at the top of
 * the file: the settings are read once, at the first use.
 */
export async function stripeForTests(): Promise<StripeForTests> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'stripe-'));
  const receiver = await startWebhookReceiver();
  const standIn = await startStripeStandIn({
    port: 0,
    dataDir,
    webhookUrl: receiver.url,
    webhookSecret: 'whsec_new',
    apiKey: 'sk_test_integration',
    delayedSeconds: 3_600,
  });
  process.env.STRIPE_API_URL = standIn.url;
  afterAll(async () => {
    await standIn.close();
    await receiver.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return {
    url: standIn.url,
    async control(order, body = {}) {
      const response = await fetch(`${standIn.url}/_test/${order}`, { method: 'POST', body: JSON.stringify(body) });
      const answer = await response.text();
      if (!response.ok) throw new Error(answer);
    },
    state: async () => (await fetch(`${standIn.url}/_test/state`)).json(),
    nextEvent: receiver.next,
  };
}
