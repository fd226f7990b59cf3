import type { OwnShop } from './own-shop.ts';
import { PRICE } from './works.ts';

type ShopAccess = Pick<OwnShop, 'url' | 'stripeUrl' | 'secrets'>;
type Method = 'card' | 'delayed' | 'declined' | 'late';

/** The shop did not redirect to Stripe; `message` is the problem's code. */
export class CheckoutRefused extends Error {
  override name = 'CheckoutRefused';
}

/** The Stripe emulator refused the payment; `message` says why. */
export class PaymentRefused extends Error {
  override name = 'PaymentRefused';
}

/** A buyer who uses HTTP as a browser would, with their own IP address and no cookies. */
export class Visitor {
  #shop: ShopAccess;
  #address: string;

  /** @param number determines the IP address, in a /24 of its own up to 65,536; below 16 million. */
  constructor(shop: ShopAccess, number: number) {
    this.#shop = shop;
    this.#address = `10.${(number >> 8) & 255}.${number & 255}.${(number >> 16) & 255}`;
  }

  /**
   * Submits the work's form.
   * @returns the id of the checkout session.
   * @throws {CheckoutRefused} with the problem's code.
   */
  async buy(slug: string): Promise<string> {
    const { url } = this.#shop;
    const response = await fetch(`${url}/posts/${slug}/buy`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: url, 'x-forwarded-for': this.#address },
      body: new URLSearchParams({ amount: String(PRICE.amount), currency: PRICE.currency }),
    });
    await response.arrayBuffer();
    const location = response.headers.get('location') ?? '';
    const session = /\/c\/pay\/(\w+)$/.exec(location)?.[1];
    if (session) return session;
    throw new CheckoutRefused(/problem=([\w-]+)/.exec(location)?.[1] ?? `status ${response.status}`);
  }

  /** Pays on the payment page. @throws {PaymentRefused} */
  pay(session: string, method: Method = 'card'): Promise<void> {
    return this.#control(`sessions/${session}/pay`, { method });
  }

  /** Ends a delayed payment. @throws {PaymentRefused} */
  settle(session: string, outcome: 'succeeded' | 'failed'): Promise<void> {
    return this.#control(`sessions/${session}/settle`, { outcome });
  }

  /** Expires the session. @throws {PaymentRefused} if it is no longer open. */
  expire(session: string): Promise<void> {
    return this.#control(`sessions/${session}/expire`, {});
  }

  /** Cancels on the page that the payment page's link leads to. */
  async cancel(session: string): Promise<void> {
    const { stripeUrl, secrets } = this.#shop;
    const sessionResponse = await fetch(`${stripeUrl}/v1/checkout/sessions/${session}`, {
      headers: { authorization: `Bearer ${secrets.STRIPE_SECRET_KEY}` },
    });
    const { cancel_url: link } = (await sessionResponse.json()) as { cancel_url: string };
    const response = await fetch(link, {
      ...{ method: 'POST', redirect: 'manual', headers: { 'x-forwarded-for': this.#address } },
    });
    await response.arrayBuffer();
    if (response.status !== 303) throw new Error(`${link} returned ${response.status}`);
  }

  async #control(command: string, body: object): Promise<void> {
    const url = `${this.#shop.stripeUrl}/_test/${command}`;
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) throw new PaymentRefused(text);
  }
}
