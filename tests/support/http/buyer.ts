import { randomUUID } from 'node:crypto';
import type { Shop } from '../shop/shop.ts';
import { orderStripe } from '../stripe/stripe-control.ts';

export type Checkout = { orderId: string; sessionId: string };
type Wanted = { slug: string; amount?: number; currency?: string };

let count = 0;
/** Everybody comes from somewhere else, so that the limits of one address stop nobody. */
const someAddress = () => `10.${Math.floor(++count / 65_536) % 256}.${Math.floor(count / 256) % 256}.${count % 256}`;

/**
 * “Buy this work” without a browser: the form of the work's page, sent by somebody new.
 * @param wanted a work of shop-data.ts; its price is 120 euros unless it says otherwise.
 * @param headers a cookie or an address of the caller's choice.
 * @returns the shop's answer: a redirect to Stripe, or to the page that says why not.
 */
export function sendBuyForm(shop: Shop, wanted: Wanted, headers: Record<string, string> = {}): Promise<Response> {
  const { slug, amount = 12_000, currency = 'EUR' } = wanted;
  return fetch(`${shop.url}/posts/${slug}/buy`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: shop.url, 'x-forwarded-for': someAddress(), cookie: `buyer=${randomUUID()}`, ...headers },
    body: new URLSearchParams({ amount: String(amount), currency }),
  });
}

/** The same, for a checkout that has to begin. @throws with the shop's answer when it does not. */
export async function startCheckoutOverHttp(
  shop: Shop,
  wanted: Wanted,
  headers: Record<string, string> = {},
): Promise<Checkout> {
  const response = await sendBuyForm(shop, wanted, headers);
  const address = response.headers.get('location') ?? '';
  const sessionId = /\/c\/pay\/(cs_\w+)/.exec(address)?.[1];
  if (!sessionId) throw new Error(`no checkout of ${wanted.slug}: ${response.status} ${address}`);
  const { rows } = await shop.database.query<{ id: string }>('SELECT id FROM orders WHERE session_id = $1', [
    sessionId,
  ]);
  const [order] = rows;
  if (!order) throw new Error(`no order for session ${sessionId}`);
  return { orderId: order.id, sessionId };
}

/**
 * Pays on Stripe's page.
 * @param method `delayed` completes the session; the money comes or fails by orderStripe(`sessions/<id>/settle`).
 * @param email what the buyer types there.
 */
export async function payAtStripe(
  shop: Shop,
  sessionId: string,
  { method = 'card', email }: { method?: 'card' | 'delayed' | 'declined'; email?: string } = {},
): Promise<void> {
  await orderStripe(shop, `sessions/${sessionId}/pay`, { method, ...(email && { email }) });
}

export type SaleState = { order: string; post: string; held: boolean; flag: string | null };

/** How a sale stands in the database. */
export async function saleOf(shop: Shop, orderId: string): Promise<SaleState> {
  const { rows } = await shop.database.query<SaleState>(
    `SELECT orders.status AS "order", posts.status AS post, posts.held_until IS NOT NULL AS held, flag
     FROM orders JOIN posts ON posts.id = post_id WHERE orders.id = $1`,
    [orderId],
  );
  const [state] = rows;
  if (!state) throw new Error(`no order ${orderId}`);
  return state;
}

/** How many rows the transaction that settled an order has left: all of them or none. */
export async function settledRows(shop: Shop, { orderId }: Checkout): Promise<Record<string, number>> {
  const { rows } = await shop.database.query<Record<string, number>>(
    `SELECT (SELECT count(*)::int FROM stripe_events WHERE order_id = $1 AND outcome = 'applied') AS events,
       (SELECT count(*)::int FROM messages WHERE order_id = $1) AS messages,
       (SELECT count(*)::int FROM ledger_transactions WHERE order_id = $1 AND kind = 'charge') AS charges`,
    [orderId],
  );
  return rows[0] ?? {};
}
