import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type Stripe from 'stripe';
import { afterAll } from 'vitest';
import { stripe as productsClient } from '#lib/payments/stripe.ts';
import { startStripeEmulator } from '../../../dev/stripe/start-stripe-emulator.ts';
import { startWebhookReceiver } from './webhook-receiver.ts';

export type StripeForTests = {
  url: string;
  /** Gives an order to the stand-in's test control. @returns its answer. @throws with it when it refuses. */
  control(order: string, body?: object): Promise<unknown>;
  /** Everything that the stand-in holds. */
  state(): Promise<StandInState>;
  /** The next event of this type that it delivered. */
  nextEvent(type: Stripe.Event['type']): Promise<Stripe.Event>;
  /** From now on Stripe's clock is so many seconds behind: what happens there is that old already. */
  behind(seconds: number): void;
};

type StandInState = {
  sessions: Stripe.Checkout.Session[];
  refunds: Stripe.Refund[];
  disputes: Stripe.Dispute[];
  events: Stripe.Event[];
};

/**
 * A Stripe for this test file, which the product's own client talks to. To be called at the top of
 * the file: the settings are read once, at the first use.
 */
export async function stripeForTests(): Promise<StripeForTests> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'stripe-'));
  const receiver = await startWebhookReceiver();
  let secondsBehind = 0;
  const standIn = await startStripeEmulator({
    port: 0,
    dataDir,
    webhookUrl: receiver.url,
    webhookSecret: 'whsec_new',
    apiKey: 'sk_test_integration',
    delayedSeconds: 3_600,
    clock: () => Date.now() - secondsBehind * 1000,
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
      return JSON.parse(answer) as unknown;
    },
    state: async () => (await fetch(`${standIn.url}/_test/state`)).json(),
    nextEvent: receiver.next,
    behind: (seconds) => {
      secondsBehind = seconds;
    },
  };
}

/** What the product asks Stripe in this file, call by call; to be reset before each test. */
export function countRequests() {
  let made: string[] = [];
  let isListening = false;
  return {
    reset() {
      made = [];
      if (isListening) return;
      // Not earlier: the product's client reads its settings when it is first used.
      productsClient().on(
        'request',
        ({ method, path: asked }: Stripe.RequestEvent) => void made.push(`${method} ${asked.split('?')[0]}`),
      );
      isListening = true;
    },
    made: () => made,
    /** Resolves with the next answer. */
    answer: () => new Promise<unknown>((resolve) => productsClient().once('response', resolve)),
  };
}
