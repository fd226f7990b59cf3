import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type Stripe from 'stripe';
import { afterAll } from 'vitest';
import { stripe as shopClient } from '#lib/payments/stripe.ts';
import { startStripeEmulator } from '../../../dev/stripe/start-stripe-emulator.ts';
import { startWebhookReceiver } from './start-webhook-receiver.ts';

export type TestStripe = {
  url: string;
  /** Sends a command to the emulator's test control. @returns the response. @throws with it when it is refused. */
  control(command: string, body?: object): Promise<unknown>;
  /** Everything that the emulator stores. */
  state(): Promise<EmulatorState>;
  /** Waits for the next event of this type that it delivers. */
  nextEvent(type: Stripe.Event['type']): Promise<Stripe.Event>;
  /** Sets Stripe's clock back by `seconds`, so that everything that happens there is already that old. */
  setClockBehind(seconds: number): void;
};

type EmulatorState = {
  sessions: Stripe.Checkout.Session[];
  refunds: Stripe.Refund[];
  disputes: Stripe.Dispute[];
  events: Stripe.Event[];
};

/**
 * Starts a Stripe emulator for this test file and points the shop's Stripe client at it. Call it at the top of the
 * file, because the client reads its settings once, at its first use.
 */
export async function startTestStripe(): Promise<TestStripe> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'stripe-'));
  const receiver = await startWebhookReceiver();
  let secondsBehind = 0;
  const emulator = await startStripeEmulator({
    port: 0,
    dataDir,
    webhookUrl: receiver.url,
    webhookSecret: 'whsec_new',
    apiKey: 'sk_test_integration',
    delayedSeconds: 3_600,
    clock: () => Date.now() - secondsBehind * 1000,
  });
  process.env.STRIPE_API_URL = emulator.url;
  afterAll(async () => {
    await emulator.close();
    await receiver.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return {
    url: emulator.url,
    async control(command, body = {}) {
      const response = await fetch(`${emulator.url}/_test/${command}`, { method: 'POST', body: JSON.stringify(body) });
      const text = await response.text();
      if (!response.ok) throw new Error(text);
      return JSON.parse(text) as unknown;
    },
    state: async () => (await fetch(`${emulator.url}/_test/state`)).json(),
    nextEvent: receiver.next,
    setClockBehind: (seconds) => {
      secondsBehind = seconds;
    },
  };
}

/** Records the shop's requests to Stripe in this test file. Reset it before each test. */
export function recordStripeRequests() {
  let sent: string[] = [];
  let isListening = false;
  return {
    reset() {
      sent = [];
      if (isListening) return;
      // Not earlier, because the shop's client reads its settings at its first use.
      shopClient().on(
        'request',
        ({ method, path: requestPath }: Stripe.RequestEvent) =>
          void sent.push(`${method} ${requestPath.split('?')[0]}`),
      );
      isListening = true;
    },
    sent: () => sent,
    /** Resolves with the next response. */
    nextResponse: () => new Promise<unknown>((resolve) => shopClient().once('response', resolve)),
  };
}
