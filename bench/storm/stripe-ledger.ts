import type { OwnShop } from '../shop/own-shop.ts';

type Session = {
  id: string;
  status: 'open' | 'complete' | 'expired';
  payment_status: 'paid' | 'unpaid';
  metadata: { orderId: string };
};
type Charge = {
  id: string;
  status: string;
  amount: number;
  amount_refunded: number;
  currency: string;
  payment_intent: string;
  metadata: { orderId: string };
};
type Refund = { id: string; charge: string };
type Transaction = { amount: number; fee: number; net: number; currency: string; source: string };

/** Stripe's records of one order. Amounts in minor units. */
export type StripeOrder = {
  sessions: Session[];
  /** Successful charges. */
  charges: Charge[];
  /** The sum of the balance transactions' amounts, signed. */
  gross: number;
  fees: number;
};

/** Stripe's records by order, read page by page through the API, without any code of the shop. */
export async function readStripeLedger(shop: OwnShop): Promise<Map<string, StripeOrder>> {
  const sessions = await listAll<Session>(shop, 'checkout/sessions');
  const charges = await listAll<Charge>(shop, 'charges');
  const refunds = await listAll<Refund>(shop, 'refunds');
  const transactions = await listAll<Transaction>(shop, 'balance_transactions');
  const orders = new Map<string, StripeOrder>();
  const of = (id: string) => {
    const known = orders.get(id) ?? { sessions: [], charges: [], gross: 0, fees: 0 };
    orders.set(id, known);
    return known;
  };
  for (const session of sessions) of(session.metadata.orderId).sessions.push(session);
  const orderOf = new Map<string, string>();
  for (const charge of charges) {
    orderOf.set(charge.id, charge.metadata.orderId);
    if (charge.status === 'succeeded') of(charge.metadata.orderId).charges.push(charge);
  }
  for (const { id, charge } of refunds) orderOf.set(id, orderOf.get(charge) ?? 'unknown');
  for (const { source, amount, fee } of transactions) {
    const order = of(orderOf.get(source) ?? 'unknown');
    order.gross += amount;
    order.fees += fee;
  }
  return orders;
}

type Page<T> = { data: T[]; has_more: boolean };

async function listAll<T extends object>({ stripeUrl, secrets }: OwnShop, path: string): Promise<T[]> {
  const all: T[] = [];
  let after = '';
  for (;;) {
    const response = await fetch(`${stripeUrl}/v1/${path}?limit=100${after}`, {
      headers: { authorization: `Bearer ${secrets.STRIPE_SECRET_KEY}` },
    });
    if (!response.ok) throw new Error(`${path} returned ${response.status}`);
    const { data, has_more: more } = (await response.json()) as Page<T & { id: string }>;
    all.push(...data);
    const last = data.at(-1);
    if (!more || !last) return all;
    after = `&starting_after=${last.id}`;
  }
}
