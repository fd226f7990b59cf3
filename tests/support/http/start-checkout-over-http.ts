/** Buys a work in a running shop without a browser, and reads the state of the sale. */

import { randomUUID } from 'node:crypto';
import { signBuyerToken } from '#lib/auth/signed-buyer-token.ts';
import { SHOP_SECRET } from '../shop/shop-programs.ts';
import type { Shop } from '../shop/start-shop.ts';
import { controlStripe } from '../stripe/control-stripe.ts';

export type Checkout = { orderId: string; sessionId: string };
type WorkToBuy = { slug: string; amount?: number; currency?: string };

let count = 0;
/** An IP address in another /24 for every buyer, so that limits per network do not interfere. */
const newAddress = () => `10.${Math.floor(++count / 256) % 256}.${count % 256}.${Math.floor(count / 65_536) % 256}`;

/** The cookie of a new browser, as the shop would set it at its first checkout. */
export const newBuyerCookie = () => `buyer=${signBuyerToken(randomUUID(), SHOP_SECRET)}`;

/**
 * Sends the “Buy this work” form of a work's page without a browser, as a new buyer.
 * @param work a work made by shop-data.ts; its price is 120 euros by default.
 * @param headers to replace the buyer's cookie or IP address.
 * @returns the shop's response: a redirect to Stripe, or to the page that explains a refusal.
 */
export function sendBuyForm(shop: Shop, work: WorkToBuy, headers: Record<string, string> = {}): Promise<Response> {
  const { slug, amount = 12_000, currency = 'EUR' } = work;
  return fetch(`${shop.url}/posts/${slug}/buy`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: shop.url, 'x-forwarded-for': newAddress(), cookie: newBuyerCookie(), ...headers },
    body: new URLSearchParams({ amount: String(amount), currency }),
  });
}

/** Starts a checkout like `sendBuyForm`. @throws with the shop's response when it does not start. */
export async function startCheckoutOverHttp(
  shop: Shop,
  work: WorkToBuy,
  headers: Record<string, string> = {},
): Promise<Checkout> {
  const response = await sendBuyForm(shop, work, headers);
  const location = response.headers.get('location') ?? '';
  const sessionId = /\/c\/pay\/(cs_\w+)/.exec(location)?.[1];
  if (!sessionId) throw new Error(`no checkout of ${work.slug}: ${response.status} ${location}`);
  const { rows } = await shop.database.query<{ id: string }>('SELECT id FROM orders WHERE session_id = $1', [
    sessionId,
  ]);
  const [order] = rows;
  if (!order) throw new Error(`no order for session ${sessionId}`);
  return { orderId: order.id, sessionId };
}

/**
 * Pays on the Stripe emulator's payment page.
 * @param method `delayed` completes the session; controlStripe(`sessions/<id>/settle`) then decides about the payment.
 * @param email the address that the buyer enters.
 */
export async function payAtStripe(
  shop: Shop,
  sessionId: string,
  { method = 'card', email }: { method?: 'card' | 'delayed' | 'declined'; email?: string } = {},
): Promise<void> {
  await controlStripe(shop, `sessions/${sessionId}/pay`, { method, ...(email && { email }) });
}

export type SaleState = { order: string; post: string; held: boolean; flag: string | null };

/** The state of a sale in the database. */
export async function saleStateOf(shop: Shop, orderId: string): Promise<SaleState> {
  const { rows } = await shop.database.query<SaleState>(
    `SELECT orders.status AS "order", posts.status AS post, posts.held_until IS NOT NULL AS held, flag
     FROM orders JOIN posts ON posts.id = post_id WHERE orders.id = $1`,
    [orderId],
  );
  const [state] = rows;
  if (!state) throw new Error(`no order ${orderId}`);
  return state;
}

/** Counts the rows that the transaction of a payment wrote: all of them are there, or none. */
export async function rowsOfPaidOrder(shop: Shop, { orderId }: Checkout): Promise<Record<string, number>> {
  const { rows } = await shop.database.query<Record<string, number>>(
    `SELECT (SELECT count(*)::int FROM stripe_events WHERE order_id = $1 AND outcome = 'applied') AS events,
       (SELECT count(*)::int FROM messages WHERE order_id = $1) AS messages,
       (SELECT count(*)::int FROM ledger_transactions WHERE order_id = $1 AND kind = 'charge') AS charges`,
    [orderId],
  );
  return rows[0] ?? {};
}
