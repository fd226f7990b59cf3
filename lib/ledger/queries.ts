import { db } from '#lib/db.ts';
import type { Money } from '#lib/domain/money/money.ts';
import type { Account, TransactionKind } from './ledger-transaction.ts';

/** Minor units; `amount` is the sum of all entries of the account in that currency. */
export type Balance = { account: Account; currency: string; amount: number };

/** What each account has, over all time. */
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

/** When the first order was made, or null before there is one: nothing of ours can have moved earlier. */
export async function firstOrderAt(): Promise<Date | null> {
  const first = await db().order.findFirst({ select: { createdAt: true }, orderBy: { createdAt: 'asc' } });
  return first?.createdAt ?? null;
}

/** A movement of one order as people read it. `amount`: what we gained, negative where it left us. */
export type TimelineEntry = { kind: TransactionKind; at: string; amount: Money };

/** What moved for an order so far, in its own order; a settlement counts as the fee that Stripe kept. */
export async function getPaymentTimeline(orderId: string): Promise<TimelineEntry[]> {
  const rows = await db().ledgerTransaction.findMany({
    where: { orderId },
    orderBy: [{ occurredAt: 'asc' }, { id: 'asc' }],
    select: { kind: true, occurredAt: true, entries: true },
  });
  return rows.flatMap(({ kind, occurredAt, entries }) => {
    const told = entries.find(({ account }) => account === (kind === 'settlement' ? 'fees' : 'buyer'));
    if (!told) return [];
    const amount = { amount: -Number(told.amount), currency: told.currency };
    return [{ kind: kind as TransactionKind, at: occurredAt.toISOString(), amount }];
  });
}
