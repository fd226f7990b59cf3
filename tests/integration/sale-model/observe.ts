/** Reads the database state of one run. */

import { db } from '#lib/db.ts';
import type { OrderStatus, PostStatus } from '#lib/domain/sale/sale.ts';

export type ObservedWork = {
  id: string;
  status: PostStatus;
  held: boolean;
  hidden: boolean;
  priceAmount: number;
  priceCurrency: string;
};

export type ObservedOrder = {
  id: string;
  postId: string;
  status: OrderStatus;
  flag: string | null;
  buyerId: string | null;
  buyerToken: string;
  buyerEmail: string | null;
  amount: number;
  currency: string;
  priceAmount: number;
  priceCurrency: string;
  /** Units of currency per unit of priceCurrency. */
  rate: string;
  sessionId: string | null;
  checkoutUrl: string | null;
  paymentIntentId: string | null;
  refundRequested: boolean;
  /** Each as `kind recipient`. */
  messages: string[];
};

/** One entry of a ledger transaction. */
export type ObservedEntry = { key: string; orderId: string; account: string; currency: string; amount: number };

/** An event that was recorded. */
type ObservedEvent = { type: string; outcome: string; detail: string | null; orderId: string | null };

/** The database rows about the works of one run; orders are sorted by creation. */
export type Observed = {
  works: ObservedWork[];
  orders: ObservedOrder[];
  entries: ObservedEntry[];
  events: ObservedEvent[];
};

/** Reads everything in one statement, so that it is one consistent state. */
export async function observe(postIds: string[], eventIds: string[]): Promise<Observed> {
  const [row] = await db().$queryRaw<{ observed: Observed }[]>`
    WITH of_run AS (SELECT * FROM orders WHERE post_id = ANY(${postIds}::uuid[]))
    SELECT json_build_object(
      'works', (
        SELECT json_agg(json_build_object('id', id, 'status', status, 'held', held_until IS NOT NULL,
          'hidden', hidden_at IS NOT NULL, 'priceAmount', price_amount, 'priceCurrency', price_currency)
          ORDER BY array_position(${postIds}::uuid[], id))
        FROM posts WHERE id = ANY(${postIds}::uuid[])),
      'orders', (
        SELECT COALESCE(json_agg(json_build_object('id', id, 'postId', post_id, 'status', status, 'flag', flag,
          'buyerId', buyer_id, 'buyerToken', buyer_token, 'buyerEmail', buyer_email, 'amount', amount, 'currency', currency,
          'priceAmount', price_amount, 'priceCurrency', price_currency, 'rate', rate::text,
          'sessionId', session_id, 'checkoutUrl', checkout_url, 'paymentIntentId', payment_intent_id,
          'refundRequested', refund_requested_at IS NOT NULL,
          'messages', ARRAY(SELECT kind || ' ' || recipient FROM messages WHERE order_id = of_run.id ORDER BY 1))
          ORDER BY created_at, id), '[]')
        FROM of_run),
      'entries', (
        SELECT COALESCE(json_agg(json_build_object('key', key, 'orderId', order_id, 'account', account,
          'currency', currency, 'amount', ledger_entries.amount)), '[]')
        FROM ledger_transactions JOIN ledger_entries ON transaction_id = ledger_transactions.id
        WHERE order_id IN (SELECT id FROM of_run)),
      'events', (
        SELECT COALESCE(json_agg(json_build_object('type', type, 'outcome', outcome, 'detail', detail, 'orderId', order_id)), '[]')
        FROM stripe_events WHERE id = ANY(${eventIds}))
    ) AS observed`;
  if (!row) throw new Error('the database returned nothing');
  return row.observed;
}
