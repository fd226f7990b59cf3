import { db } from '#lib/db.ts';
import { type Money, moneyOf } from '#lib/domain/money/money.ts';
import type { OrderStatus } from '#lib/domain/sale/sale.ts';

/** An order whose status does not match its money. `paid`: what the buyer paid, minus refunds. */
export type InconsistentOrder = { id: string; status: OrderStatus; price: Money; paid: Money };

/**
 * Orders placed since then whose status does not match the ledger, up to 1,000. Flagged orders are left out, as are
 * orders without a checkout session, such as those of the demo gallery.
 */
export async function listInconsistentOrders(since: Date): Promise<InconsistentOrder[]> {
  const rows = await db().$queryRaw<
    { id: string; status: OrderStatus; amount: bigint; currency: string; paid: bigint }[]
  >`
    SELECT orders.id, orders.status, orders.amount, orders.currency, money.paid
    FROM orders CROSS JOIN LATERAL (
      SELECT COALESCE(-sum(entries.amount), 0)::bigint AS paid
      FROM ledger_transactions JOIN ledger_entries entries ON entries.transaction_id = ledger_transactions.id
      WHERE ledger_transactions.order_id = orders.id
        AND entries.account = 'buyer' AND entries.currency = orders.currency
    ) money
    WHERE orders.created_at >= ${since} AND orders.flag IS NULL AND orders.session_id IS NOT NULL
      AND NOT CASE orders.status
      WHEN 'PAID' THEN money.paid > 0 AND money.paid <= orders.amount
      WHEN 'REFUND_DUE' THEN money.paid > 0
      WHEN 'DISPUTED' THEN true
      ELSE money.paid = 0 END
    ORDER BY orders.created_at LIMIT 1000`;
  return rows.map(({ id, status, amount, currency, paid }) => ({
    id,
    status,
    price: moneyOf({ amount, currency }),
    paid: moneyOf({ amount: paid, currency }),
  }));
}
