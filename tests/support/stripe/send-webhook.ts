/** Signs and sends webhooks to a running shop. */

import { signPayload } from '../../../dev/stripe/webhooks/sign-payload.ts';

/** The secret with which the Stripe emulator of startShop signs. */
export const WEBHOOK_SECRET = 'whsec_shop';

type Signing = {
  secret?: string;
  /** Age of the signature, seconds. */
  age?: number;
  /** Replaces the signature of the body; null sends none. */
  signature?: string | null;
};

/** The Stripe-Signature header for a body. */
export function signatureOf(body: string, { secret = WEBHOOK_SECRET, age = 0 }: Signing = {}): string {
  return signPayload(body, [secret], Math.floor(Date.now() / 1000) - age);
}

/** Sends a webhook to a shop as Stripe does, or as an impostor would. */
export function sendWebhook(shop: { url: string }, body: string, signing: Signing = {}): Promise<Response> {
  const { signature = signatureOf(body, signing) } = signing;
  return fetch(`${shop.url}/api/webhooks/stripe`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...(signature !== null && { 'stripe-signature': signature }) },
  });
}
