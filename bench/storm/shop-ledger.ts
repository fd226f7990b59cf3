import type pg from 'pg';
import type { ShopOrder } from './compare-ledgers.ts';

/** The shop's orders with their ledger sums, read without any code of the shop. */
export async function readShopLedger(database: pg.Pool): Promise<ShopOrder[]> {
  const { rows } = await database.query<ShopOrder>(`
    SELECT orders.id, orders.status, orders.flag IS NOT NULL AS flagged, posts.status AS "postStatus",
      orders.payment_intent_id AS "paymentIntentId",
      (SELECT count(*)::int FROM messages WHERE order_id = orders.id AND kind = 'bought') AS bought,
      (SELECT count(*)::int FROM messages WHERE order_id = orders.id AND kind = 'sold') AS sold,
      money.buyer, money.stripe, money.fees
    FROM orders JOIN posts ON posts.id = orders.post_id
    CROSS JOIN LATERAL (
      SELECT COALESCE(sum(amount) FILTER (WHERE account = 'buyer'), 0)::float8 AS buyer,
        COALESCE(sum(amount) FILTER (WHERE account = 'stripe'), 0)::float8 AS stripe,
        COALESCE(sum(amount) FILTER (WHERE account = 'fees'), 0)::float8 AS fees
      FROM ledger_transactions JOIN ledger_entries ON transaction_id = ledger_transactions.id
      WHERE ledger_transactions.order_id = orders.id
    ) money`);
  return rows;
}

/** Works that are sold twice, or sold or held without an order: each as one sentence. */
export async function listInconsistentWorks(database: pg.Pool): Promise<string[]> {
  const { rows } = await database.query<{ slug: string; status: string; held: boolean; live: number; paid: number }>(`
    SELECT slug, posts.status, posts.held_until IS NOT NULL AS held, live.live, live.paid
    FROM posts CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE status IN ('HELD', 'PROCESSING', 'PAID', 'DISPUTED'))::int AS live,
        count(*) FILTER (WHERE status IN ('PAID', 'DISPUTED'))::int AS paid
      FROM orders WHERE post_id = posts.id
    ) live
    WHERE live.live > 1 OR (posts.status = 'SOLD') <> (live.paid = 1) OR (posts.held_until IS NOT NULL) <> (live.live > live.paid)`);
  return rows.map(
    ({ slug, status, held, live, paid }) =>
      `work ${slug} is ${status}${held ? ' and held' : ''} with ${live} active orders, ${paid} of them paid`,
  );
}

/** Orders that wait for a payment, for Stripe or for a refund. Flagged ones do not count: they wait for an admin. */
export async function countOpenOrders(database: pg.Pool): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM orders WHERE status IN ('HELD', 'PROCESSING', 'REFUND_DUE') AND flag IS NULL`,
  );
  return rows[0]?.count ?? 0;
}

/** The number of orders by status; flagged ones count as `flagged`. */
export async function countByStatus(database: pg.Pool): Promise<Record<string, number>> {
  const { rows } = await database.query<{ status: string; count: number }>(
    `SELECT CASE WHEN flag IS NULL THEN status::text ELSE 'flagged' END AS status, count(*)::int AS count
     FROM orders GROUP BY 1 ORDER BY 1`,
  );
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}
