import type { BalanceTransaction } from '#lib/payments/list-balance-transactions.ts';
import { buyerTransaction, type LedgerTransaction, settlement, type TransactionKind } from './ledger-transaction.ts';

/** The ledger transactions of a balance transaction: the one between buyer and shop, and Stripe's settlement of it. */
export function toLedgerTransactions(transaction: BalanceTransaction, orderId: string): LedgerTransaction[] {
  const { id, source } = transaction;
  const sign = transaction.amount < 0 ? -1 : 1;
  const kind = kindOf(source.object, sign);
  const amount = source.amount ?? Math.abs(transaction.amount);
  const currency = (source.currency ?? transaction.currency).toUpperCase();
  const sourceId = source.object === 'charge' ? (source.payment_intent ?? source.id) : source.id;
  const about = { orderId, occurredAt: new Date(transaction.created * 1000) };
  return [
    buyerTransaction(kind, sourceId, { amount, currency }, about),
    settlement(id, { amount: sign * amount, currency }, transaction, about),
  ];
}

function kindOf(object: BalanceTransaction['source']['object'], sign: 1 | -1): Exclude<TransactionKind, 'settlement'> {
  if (object === 'charge') return 'charge';
  if (object === 'refund') return sign < 0 ? 'refund' : 'refund-failed';
  return sign < 0 ? 'dispute' : 'dispute-returned';
}
