import type { OwnShop } from './own-shop.ts';
import { PRICE } from './works.ts';

type Place = Pick<OwnShop, 'url' | 'stripeUrl' | 'secrets'>;
type Method = 'card' | 'delayed' | 'declined' | 'late';

/** What the shop said instead of leading to Stripe. */
export class TurnedAway extends Error {
  override name = 'TurnedAway';
}

/** Stripe took no money, for the reason in `message`. */
export class NotPaid extends Error {
  override name = 'NotPaid';
}

/** Somebody who buys over HTTP as a browser would, from an address of his own and without a cookie. */
export class Visitor {
  #place: Place;
  #address: string;

  /** @param number tells visitors apart; below 16 million. */
  constructor(place: Place, number: number) {
    this.#place = place;
    this.#address = `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;
  }

  /** Sends the work's form. @returns the session that Stripe opened. @throws {TurnedAway} with the problem's code. */
  async buy(slug: string): Promise<string> {
    const { url } = this.#place;
    const response = await fetch(`${url}/posts/${slug}/buy`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: url, 'x-forwarded-for': this.#address },
      body: new URLSearchParams({ amount: String(PRICE.amount), currency: PRICE.currency }),
    });
    await response.arrayBuffer();
    const to = response.headers.get('location') ?? '';
    const session = /\/c\/pay\/(\w+)$/.exec(to)?.[1];
    if (session) return session;
    throw new TurnedAway(/problem=([\w-]+)/.exec(to)?.[1] ?? `status ${response.status}`);
  }

  /** Pays on Stripe's page. @throws {NotPaid} */
  pay(session: string, method: Method = 'card'): Promise<void> {
    return this.#atStripe(`sessions/${session}/pay`, { method });
  }

  /** The bank's word on a delayed payment. @throws {NotPaid} */
  settle(session: string, outcome: 'succeeded' | 'failed'): Promise<void> {
    return this.#atStripe(`sessions/${session}/settle`, { outcome });
  }

  /** The session's time is over. @throws {NotPaid} when it is not open any more. */
  letExpire(session: string): Promise<void> {
    return this.#atStripe(`sessions/${session}/expire`, {});
  }

  /** Follows Stripe's link back to the shop. */
  async goBack(session: string): Promise<void> {
    const { stripeUrl, secrets } = this.#place;
    const answer = await fetch(`${stripeUrl}/v1/checkout/sessions/${session}`, {
      headers: { authorization: `Bearer ${secrets.STRIPE_SECRET_KEY}` },
    });
    const { cancel_url: link } = (await answer.json()) as { cancel_url: string };
    const response = await fetch(link, { redirect: 'manual', headers: { 'x-forwarded-for': this.#address } });
    await response.arrayBuffer();
    if (response.status !== 303) throw new Error(`${link} answered ${response.status}`);
  }

  async #atStripe(order: string, body: object): Promise<void> {
    const address = `${this.#place.stripeUrl}/_test/${order}`;
    const response = await fetch(address, { method: 'POST', body: JSON.stringify(body) });
    const answer = await response.text();
    if (!response.ok) throw new NotPaid(answer);
  }
}
