import type { Db } from '#lib/db.ts';
import type { OrderStatus } from '#lib/domain/sale/sale.ts';
import { buyerKey, buyerTransaction, type LedgerTransaction } from '#lib/ledger/ledger-transaction.ts';
import type { SaleFact } from './sale-fact.ts';

/** What a dispute has moved when this is known of it. Its return is left to the event that says it is won. */
export function disputeTransactions(
  { event, disputed }: SaleFact,
  about: { orderId: string; occurredAt: Date },
): LedgerTransaction[] {
  if (!disputed) return [];
  const { id, amount, withdrawn, returned } = disputed;
  return [
    ...(withdrawn ? [buyerTransaction('dispute', id, amount, about)] : []),
    ...(returned && event === 'dispute-won' ? [buyerTransaction('dispute-returned', id, amount, about)] : []),
  ];
}

/**
 * Has this dispute come so far before? The status alone does not tell: once Stripe's balance has told us of a dispute and its
 * end, the events about both are still to come, and must neither open it again nor wait for what has been.
 */
export async function isKnownDispute(tx: Db, status: OrderStatus, { event, disputed }: SaleFact): Promise<boolean> {
  if (!disputed || status === 'DISPUTED') return false;
  const isOver = event === 'dispute-opened' || (event === 'dispute-lost' && status === 'REFUNDED');
  if (!isOver && event !== 'dispute-won') return false;
  const key = buyerKey(isOver ? 'dispute' : 'dispute-returned', disputed.id);
  return (await tx.ledgerTransaction.count({ where: { key } })) > 0;
}
