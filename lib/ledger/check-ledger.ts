import { db } from '#lib/db.ts';
import { moneyOf } from '#lib/domain/money/money.ts';
import { type BalanceTransaction, listBalanceTransactions } from '#lib/payments/list-balance-transactions.ts';
import { findOrders } from './find-orders.ts';
import type { Entry, LedgerTransaction, TransactionKind } from './ledger-transaction.ts';
import { toLedgerTransactions } from './to-ledger-transactions.ts';

/** A transaction on which Stripe and the ledger differ; null on the side where it is missing. */
export type Difference = {
  key: string;
  kind: TransactionKind;
  orderId: string;
  occurredAt: Date;
  stripe: Entry[] | null;
  ledger: Entry[] | null;
};

export type LedgerCheck = { since: Date; compared: number; differences: Difference[] };

const RECENT_MS = 60_000;

/** Balance transactions are recorded every few seconds, so a difference of the last minute may still disappear. */
export const isRecent = ({ occurredAt }: Difference): boolean => Date.now() - occurredAt.getTime() < RECENT_MS;

type Row = LedgerTransaction & { id: bigint };

const PAGE_SIZE = 500;
/** An event and its balance transaction differ slightly in time, so Stripe's list is read from an hour earlier. */
const OVERLAP_MS = 60 * 60 * 1000;

/**
 * Compares the ledger with Stripe's balance transactions in both directions, to the minor unit. It changes nothing.
 * @param since start of the period.
 * @throws Stripe's errors
 */
export async function checkLedger(since: Date): Promise<LedgerCheck> {
  const differences: Difference[] = [];
  const atStripe = new Set<string>();
  for await (const page of listBalanceTransactions(Math.floor((since.getTime() - OVERLAP_MS) / 1000))) {
    const expected = await expectedTransactions(page);
    for (const { key } of expected) atStripe.add(key);
    const recorded = new Map((await rowsByKey(expected.map(({ key }) => key))).map((row) => [row.key, row]));
    for (const transaction of expected) {
      const ledger = recorded.get(transaction.key)?.entries ?? null;
      if (transaction.occurredAt < since || (ledger && sameEntries(ledger, transaction.entries))) continue;
      differences.push(difference(transaction, { stripe: transaction.entries, ledger }));
    }
  }
  const compared = await forEachRow(since, (row) => {
    if (!atStripe.has(row.key)) differences.push(difference(row, { stripe: null, ledger: row.entries }));
  });
  differences.sort((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime());
  return { since, compared, differences };
}

function difference(
  { key, kind, orderId, occurredAt }: LedgerTransaction,
  sides: Pick<Difference, 'stripe' | 'ledger'>,
) {
  return { key, kind, orderId, occurredAt, ...sides };
}

async function expectedTransactions(page: BalanceTransaction[]): Promise<LedgerTransaction[]> {
  const orders = await findOrders(page);
  return [...orders].flatMap(([transaction, order]) => toLedgerTransactions(transaction, order.id));
}

function rowsByKey(keys: string[]): Promise<Row[]> {
  return readRows({ key: { in: keys } });
}

/** Calls `visit` for each ledger transaction since then, in the order they were recorded. @returns their number. */
async function forEachRow(since: Date, visit: (row: Row) => void): Promise<number> {
  let count = 0;
  let after = 0n;
  for (;;) {
    const rows = await readRows({ id: { gt: after }, occurredAt: { gte: since } }, PAGE_SIZE);
    rows.forEach(visit);
    count += rows.length;
    after = rows.at(-1)?.id ?? after;
    if (rows.length < PAGE_SIZE) return count;
  }
}

async function readRows(
  where: { key: { in: string[] } } | { id: { gt: bigint }; occurredAt: { gte: Date } },
  take?: number,
): Promise<Row[]> {
  const rows = await db().ledgerTransaction.findMany({
    where,
    orderBy: { id: 'asc' },
    ...(take && { take }),
    include: { entries: true },
  });
  return rows.map(({ id, key, kind, orderId, occurredAt, entries }) => ({
    ...{ id, key, orderId, occurredAt },
    kind: kind as TransactionKind,
    entries: entries.map((entry) => ({ account: entry.account as Entry['account'], ...moneyOf(entry) })),
  }));
}

function sameEntries(a: Entry[], b: Entry[]): boolean {
  const toText = (entries: Entry[]) =>
    entries
      .map(({ account, amount, currency }) => `${account} ${amount} ${currency}`)
      .sort()
      .join();
  return toText(a) === toText(b);
}
