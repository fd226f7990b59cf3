import { db } from '#lib/db.ts';
import { type Money, moneyOf } from '#lib/domain/money/money.ts';
import type { Account, TransactionKind } from './ledger-transaction.ts';

/** Minor units; `amount` is the sum of all entries of the account in that currency. */
export type Balance = { account: Account; currency: string; amount: number };

/** The balance of each account over all time. */
export async function listBalances(): Promise<Balance[]> {
  const rows = await db().ledgerEntry.groupBy({
    by: ['account', 'currency'],
    _sum: { amount: true },
    orderBy: [{ currency: 'asc' }, { account: 'asc' }],
  });
  return rows.map(({ account, currency, _sum }) => ({
    account: account as Account,
    currency,
    amount: Number(_sum.amount ?? 0),
  }));
}

/** When the first order was placed, or null if there is none: no ledger transaction can be older. */
export async function firstOrderAt(): Promise<Date | null> {
  const first = await db().order.findFirst({ select: { createdAt: true }, orderBy: { createdAt: 'asc' } });
  return first?.createdAt ?? null;
}

/** A step of a payment timeline. `amount`: positive for money that the shop received. */
export type TimelineEntry = { kind: TransactionKind; at: string; amount: Money };

/** The payment timeline of an order, oldest first; a settlement is shown as Stripe's fee. */
export async function getPaymentTimeline(orderId: string): Promise<TimelineEntry[]> {
  const rows = await db().ledgerTransaction.findMany({
    where: { orderId },
    orderBy: [{ occurredAt: 'asc' }, { id: 'asc' }],
    select: { kind: true, occurredAt: true, entries: true },
  });
  return rows.flatMap(({ kind, occurredAt, entries }) => {
    const entry = entries.find(({ account }) => account === (kind === 'settlement' ? 'fees' : 'buyer'));
    if (!entry) return [];
    const amount = moneyOf({ amount: -entry.amount, currency: entry.currency });
    return [{ kind: kind as TransactionKind, at: occurredAt.toISOString(), amount }];
  });
}
