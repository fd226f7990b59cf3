import type { Money } from '#lib/domain/money/money.ts';

/** `buyer`: outside the shop. `stripe`: the balance there. `fees`: Stripe's fees. `conversion`: between currencies. */
export type Account = 'buyer' | 'stripe' | 'fees' | 'conversion';
export type TransactionKind = 'charge' | 'refund' | 'refund-failed' | 'dispute' | 'dispute-returned' | 'settlement';

/** Minor units, positive for what the account gains. The entries of a transaction sum to zero in each currency. */
export type Entry = { account: Account; currency: string; amount: number };

/** One movement of money. `key` is Stripe's id of it, so it is recorded once however often it is reported. */
export type LedgerTransaction = {
  key: string;
  orderId: string;
  kind: TransactionKind;
  occurredAt: Date;
  entries: Entry[];
};

type About = { orderId: string; occurredAt: Date };

/** Money that comes in from the buyer's side; all other kinds go out. */
const INFLOWS: readonly TransactionKind[] = ['charge', 'refund-failed', 'dispute-returned'];

/**
 * A transaction between the buyer and the shop, in the order's currency.
 * @param sourceId the payment intent, refund or dispute.
 */
export function buyerTransaction(
  kind: Exclude<TransactionKind, 'settlement'>,
  sourceId: string,
  { amount, currency }: Money,
  { orderId, occurredAt }: About,
): LedgerTransaction {
  const sign = INFLOWS.includes(kind) ? 1 : -1;
  const entries: Entry[] = [
    { account: 'buyer', currency, amount: -sign * amount },
    { account: 'stripe', currency, amount: sign * amount },
  ];
  return { key: buyerKey(kind, sourceId), orderId, kind, occurredAt, entries };
}

/** The id itself for a charge and a refund; with a suffix for a failed refund and for both sides of a dispute. */
export function buyerKey(kind: Exclude<TransactionKind, 'settlement'>, sourceId: string): string {
  if (kind === 'charge' || kind === 'refund') return sourceId;
  return `${sourceId}:${{ 'refund-failed': 'failed', dispute: 'withdrawn', 'dispute-returned': 'returned' }[kind]}`;
}

/**
 * How Stripe settled a buyer's transaction on the shop's balance: the fee, and the conversion if the balance has
 * another currency.
 * @param charged the signed amount in the buyer's currency, positive for money coming in.
 * @param balance Stripe's balance transaction: gross amount (signed) and fee, in the balance's currency.
 */
export function settlement(
  transactionId: string,
  charged: Money,
  balance: { amount: number; fee: number; currency: string },
  { orderId, occurredAt }: About,
): LedgerTransaction {
  const isConverted = charged.currency !== balance.currency;
  const entries: Entry[] = [
    ...(isConverted
      ? [
          { account: 'conversion' as const, currency: charged.currency, amount: charged.amount },
          { account: 'stripe' as const, currency: charged.currency, amount: -charged.amount },
          { account: 'conversion' as const, currency: balance.currency, amount: -balance.amount },
        ]
      : []),
    { account: 'stripe', currency: balance.currency, amount: (isConverted ? balance.amount : 0) - balance.fee },
    { account: 'fees', currency: balance.currency, amount: balance.fee },
  ];
  const nonZero = entries.filter(({ amount }) => amount !== 0);
  return { key: transactionId, orderId, kind: 'settlement', occurredAt, entries: nonZero };
}
