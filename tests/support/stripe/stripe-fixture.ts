/** A Stripe emulator for each test of the emulator itself. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { afterEach, beforeEach } from 'vitest';
import { type StripeEmulator, startStripeEmulator } from '../../../dev/stripe/start-stripe-emulator.ts';
import { startWebhookReceiver, type WebhookReceiver } from './start-webhook-receiver.ts';

type CreateParameters = Stripe.Checkout.SessionCreateParams;

export const API_KEY = 'sk_test_emulator';
export const WEBHOOK_SECRETS = ['whsec_new', 'whsec_old'];
/** When the tests started, Unix seconds. */
export const STARTED_AT = Math.floor(Date.now() / 1000);

/** Starts a Stripe emulator for each test of the file, with the real SDK as its client and a webhook receiver. */
export function stripeFixture(): StripeFixture {
  const fixture = new StripeFixture();
  beforeEach(() => fixture.open());
  afterEach(() => fixture.close());
  return fixture;
}

class StripeFixture {
  declare receiver: WebhookReceiver;
  declare emulator: StripeEmulator;
  declare stripe: Stripe;
  #dataDir = '';

  async open(): Promise<void> {
    this.#dataDir = await mkdtemp(join(tmpdir(), 'stripe-emulator-'));
    this.receiver = await startWebhookReceiver();
    await this.#start();
  }

  async close(): Promise<void> {
    await this.emulator.close();
    await this.receiver.close();
    await rm(this.#dataDir, { recursive: true });
  }

  async restart(): Promise<void> {
    await this.emulator.close();
    await this.#start();
  }

  connect(key = API_KEY, maxNetworkRetries = 0): Stripe {
    return new Stripe(key, { host: '127.0.0.1', port: this.emulator.port, protocol: 'http', maxNetworkRetries });
  }

  create(changes: Partial<CreateParameters> = {}, options?: Stripe.RequestOptions) {
    return this.stripe.checkout.sessions.create(sessionRequest(changes), options);
  }

  /** Sends a command to the test control. @throws with the response when it is refused. */
  async control(command: string, body: object = {}): Promise<void> {
    const url = `${this.emulator.url}/_test/${command}`;
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) throw new Error(text);
  }

  /** The HTML of the payment page. */
  async page(session: { id: string }): Promise<string> {
    return (await fetch(`${this.emulator.url}/c/pay/${session.id}`)).text();
  }

  /** Sends the payment page's form as a browser without JavaScript does. */
  submit(session: { id: string }, changes: Record<string, string> = {}): Promise<Response> {
    const form = {
      email: 'ada@example.org',
      method: 'card',
      cardNumber: '4242 4242 4242 4242',
      expiry: '12 / 34',
      cvc: '123',
      name: 'Ada Lovelace',
      country: 'GB',
      ...changes,
    };
    const body = new URLSearchParams(form);
    return fetch(`${this.emulator.url}/c/pay/${session.id}`, { method: 'POST', body, redirect: 'manual' });
  }

  /** The id of the payment intent of a new session that has been paid. */
  async paidIntent(): Promise<string> {
    const session = await this.create();
    await this.control(`sessions/${session.id}/pay`);
    const { payment_intent } = await this.stripe.checkout.sessions.retrieve(session.id);
    if (typeof payment_intent !== 'string') throw new Error('the session was not paid');
    return payment_intent;
  }

  async #start(): Promise<void> {
    this.emulator = await startStripeEmulator({
      port: 0,
      dataDir: this.#dataDir,
      webhookUrl: this.receiver.url,
      webhookSecret: WEBHOOK_SECRETS.join(','),
      apiKey: API_KEY,
      delayedSeconds: 3_600,
    });
    this.stripe = this.connect();
  }
}

/** The request that the shop sends: one work for 120 euros. */
export function sessionRequest(changes: Partial<CreateParameters> = {}): CreateParameters {
  return {
    mode: 'payment',
    allowed_payment_method_types: ['card'],
    line_items: [lineItem('eur', 12_000)],
    client_reference_id: 'order-1',
    metadata: { orderId: 'order-1' },
    payment_intent_data: { metadata: { orderId: 'order-1' } },
    success_url: 'http://localhost:3000/orders/1?session={CHECKOUT_SESSION_ID}',
    cancel_url: 'http://localhost:3000/orders/1/cancel',
    expires_at: STARTED_AT + 31 * 60,
    ...changes,
  };
}

/** @param unitAmount minor units. */
export function lineItem(currency: string, unitAmount: number) {
  const product_data = { name: 'Harbour & <mist>', description: 'Oil', images: ['http://localhost:3000/a.webp'] };
  return { quantity: 1, price_data: { currency, unit_amount: unitAmount, product_data } };
}
