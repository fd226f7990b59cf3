import { signPayload } from '../../../dev/stripe/webhooks/sign-payload.ts';

/** With which the stand-in of startShop signs. */
export const WEBHOOK_SECRET = 'whsec_shop';

type Signing = {
  secret?: string;
  /** How old the signature is, seconds. */
  age?: number;
  /** In place of the signature that belongs to the body; null sends none. */
  signature?: string | null;
};

/** What Stripe's header says for this body. */
export function signatureOf(body: string, { secret = WEBHOOK_SECRET, age = 0 }: Signing = {}): string {
  return signPayload(body, [secret], Math.floor(Date.now() / 1000) - age);
}

/** Sends a webhook to a shop as Stripe would, or as somebody else would who says that he is. @returns the answer. */
export function sendWebhook(shop: { url: string }, body: string, signing: Signing = {}): Promise<Response> {
  const { signature = signatureOf(body, signing) } = signing;
  return fetch(`${shop.url}/api/webhooks/stripe`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...(signature !== null && { 'stripe-signature': signature }) },
  });
}
