import { db } from '#lib/db.ts';
import type { OrderStatus, PostStatus } from '#lib/domain/sale/sale.ts';

export type SeenWork = {
  id: string;
  status: PostStatus;
  held: boolean;
  hidden: boolean;
  priceAmount: number;
  priceCurrency: string;
};

export type SeenOrder = {
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
  /** Units of currency for one of priceCurrency. */
  rate: string;
  sessionId: string | null;
  checkoutUrl: string | null;
  paymentIntentId: string | null;
  refundRequested: boolean;
  /** `kind recipient`, one for each. */
  messages: string[];
};

/** One account's part in a movement of the ledger. */
export type SeenEntry = { key: string; orderId: string; account: string; currency: string; amount: number };

/** An event that was taken in. */
type SeenEvent = { type: string; outcome: string; detail: string | null; orderId: string | null };

/** What the database says about the works of one run; orders in the order in which they were made. */
export type Seen = { works: SeenWork[]; orders: SeenOrder[]; entries: SeenEntry[]; events: SeenEvent[] };

/** Reads all of it in one statement, so that it is one moment. */
export async function observe(postIds: string[], eventIds: string[]): Promise<Seen> {
  const [row] = await db().$queryRaw<{ seen: Seen }[]>`
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
    ) AS seen`;
  if (!row) throw new Error('the database said nothing');
  return row.seen;
}
