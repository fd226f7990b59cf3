import type { Money } from '#lib/domain/money/money.ts';

/** `buyer`: the world outside. `stripe`: what we have there. `fees`: what Stripe kept. `conversion`: between currencies. */
export type Account = 'buyer' | 'stripe' | 'fees' | 'conversion';
export type TransactionKind = 'charge' | 'refund' | 'refund-failed' | 'dispute' | 'dispute-returned' | 'settlement';

/** Minor units; what an account gains is positive. The entries of a movement sum to zero in each currency. */
export type Entry = { account: Account; currency: string; amount: number };

/** One row of the ledger. `key` is Stripe's id for what moved, so it counts once however often it is reported. */
export type LedgerTransaction = {
  key: string;
  orderId: string;
  kind: TransactionKind;
  occurredAt: Date;
  entries: Entry[];
};

type About = { orderId: string; occurredAt: Date };

/** What buyers pay flows in; what they get back, or their bank takes back, flows out. */
const INFLOWS: readonly TransactionKind[] = ['charge', 'refund-failed', 'dispute-returned'];

/**
 * Money between a buyer and us, in the currency of the order.
 * @param sourceId the payment intent, the refund or the dispute.
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

/** A charge and a refund are known by their own ids; what later undoes them, or a dispute moves, has a suffix. */
export function buyerKey(kind: Exclude<TransactionKind, 'settlement'>, sourceId: string): string {
  if (kind === 'charge' || kind === 'refund') return sourceId;
  return `${sourceId}:${{ 'refund-failed': 'failed', dispute: 'withdrawn', 'dispute-returned': 'returned' }[kind]}`;
}

/**
 * What Stripe made of such a movement on our balance: its fee, and the exchange where the balance is in another currency.
 * @param moved the movement in the buyer's currency, signed: what came in is positive.
 * @param booked Stripe's balance transaction: gross amount (signed) and fee, in the currency of the balance.
 */
export function settlement(
  transactionId: string,
  moved: Money,
  booked: { amount: number; fee: number; currency: string },
  { orderId, occurredAt }: About,
): LedgerTransaction {
  const exchanged = moved.currency !== booked.currency;
  const entries: Entry[] = [
    ...(exchanged
      ? [
          { account: 'conversion' as const, currency: moved.currency, amount: moved.amount },
          { account: 'stripe' as const, currency: moved.currency, amount: -moved.amount },
          { account: 'conversion' as const, currency: booked.currency, amount: -booked.amount },
        ]
      : []),
    { account: 'stripe', currency: booked.currency, amount: (exchanged ? booked.amount : 0) - booked.fee },
    { account: 'fees', currency: booked.currency, amount: booked.fee },
  ];
  const moving = entries.filter(({ amount }) => amount !== 0);
  return { key: transactionId, orderId, kind: 'settlement', occurredAt, entries: moving };
}
