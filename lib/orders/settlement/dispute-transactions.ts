import type { Db } from '#lib/db.ts';
import type { OrderStatus } from '#lib/domain/sale/sale.ts';
import { buyerKey, buyerTransaction, type LedgerTransaction } from '#lib/ledger/ledger-transaction.ts';
import type { SaleFact } from './sale-fact.ts';

/** The ledger transactions of a dispute. The return is recorded only with the event that says it was won. */
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
 * Whether this step of the dispute was applied before. The status alone is not enough: after Stripe's balance has
 * reported a dispute and its end, both events are still to come, and must neither reopen the dispute nor wait.
 */
export async function isKnownDispute(tx: Db, status: OrderStatus, { event, disputed }: SaleFact): Promise<boolean> {
  if (!disputed || status === 'DISPUTED') return false;
  const isOver = event === 'dispute-opened' || (event === 'dispute-lost' && status === 'REFUNDED');
  if (!isOver && event !== 'dispute-won') return false;
  const key = buyerKey(isOver ? 'dispute' : 'dispute-returned', disputed.id);
  return (await tx.ledgerTransaction.count({ where: { key } })) > 0;
}
