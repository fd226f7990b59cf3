import { db } from '#lib/db.ts';
import type { OrderStatus } from '#lib/domain/sale/sale.ts';
import type { BalanceTransaction } from '#lib/payments/list-balance-transactions.ts';

export type LedgerOrder = { id: string; status: OrderStatus };

/** The order of each transaction, by its payment, else by the order id in its metadata; others are left out. */
export async function findOrders(
  transactions: readonly BalanceTransaction[],
): Promise<Map<BalanceTransaction, LedgerOrder>> {
  const ids = transactions.flatMap(({ source }) => orderIdOf(source) ?? []);
  const payments = transactions.flatMap(({ source }) => source.payment_intent ?? []);
  const orders = await db().$queryRaw<(LedgerOrder & { paymentIntentId: string | null })[]>`
    SELECT id, status, payment_intent_id AS "paymentIntentId" FROM orders
    WHERE id = ANY(${ids}::uuid[]) OR payment_intent_id = ANY(${payments})`;
  const byId = new Map(orders.map((order) => [order.id, order]));
  const byPayment = new Map(orders.map((order) => [order.paymentIntentId, order]));
  const found = new Map<BalanceTransaction, LedgerOrder>();
  for (const transaction of transactions) {
    const { source } = transaction;
    const order = byPayment.get(source.payment_intent ?? '') ?? byId.get(orderIdOf(source) ?? '');
    if (order) found.set(transaction, order);
  }
  return found;
}

const orderIdOf = (source: BalanceTransaction['source']): string | null =>
  source.object === 'dispute' ? null : (source.metadata?.orderId ?? null);
