import { db } from '#lib/db.ts';
import { type BalanceTransaction, listBalanceTransactions } from '#lib/payments/list-balance-transactions.ts';
import { findOrders } from './find-orders.ts';
import type { Entry, LedgerTransaction, TransactionKind } from './ledger-transaction.ts';
import { transactionsOfBalance } from './transactions-of-balance.ts';

/** One movement about which Stripe and the ledger disagree; null is the side that does not know it. */
export type Difference = {
  key: string;
  kind: TransactionKind;
  orderId: string;
  occurredAt: Date;
  stripe: Entry[] | null;
  ledger: Entry[] | null;
};

export type LedgerCheck = { since: Date; compared: number; differences: Difference[] };

const YOUNG = 60_000;

/** Stripe's balance is booked every few seconds; a difference of the last minute may only be on its way. */
export const isRecent = ({ occurredAt }: Difference): boolean => Date.now() - occurredAt.getTime() < YOUNG;

type Row = LedgerTransaction & { id: bigint };

const PAGE = 500;
/** An event's time and that of Stripe's own booking differ a little; the first hour is read for comparison only. */
const EDGE = 60 * 60 * 1000;

/**
 * Compares every movement in the ledger with what Stripe has on our balance, both ways, cent by cent. It changes nothing.
 * @param since begin of the time that is compared.
 * @throws Stripe's errors
 */
export async function checkLedger(since: Date): Promise<LedgerCheck> {
  const differences: Difference[] = [];
  const atStripe = new Set<string>();
  for await (const page of listBalanceTransactions(Math.floor((since.getTime() - EDGE) / 1000))) {
    const expected = await movementsAtStripe(page);
    for (const { key } of expected) atStripe.add(key);
    const recorded = new Map((await rowsByKey(expected.map(({ key }) => key))).map((row) => [row.key, row]));
    for (const movement of expected) {
      const ledger = recorded.get(movement.key)?.entries ?? null;
      if (movement.occurredAt < since || (ledger && sameEntries(ledger, movement.entries))) continue;
      differences.push(difference(movement, { stripe: movement.entries, ledger }));
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

async function movementsAtStripe(page: BalanceTransaction[]): Promise<LedgerTransaction[]> {
  const orders = await findOrders(page);
  return [...orders].flatMap(([transaction, order]) => transactionsOfBalance(transaction, order.id));
}

function rowsByKey(keys: string[]): Promise<Row[]> {
  return readRows({ key: { in: keys } });
}

/** Calls `visit` for each movement since then, in the order in which they were written. @returns how many there were. */
async function forEachRow(since: Date, visit: (row: Row) => void): Promise<number> {
  let count = 0;
  let after = 0n;
  for (;;) {
    const rows = await readRows({ id: { gt: after }, occurredAt: { gte: since } }, PAGE);
    rows.forEach(visit);
    count += rows.length;
    after = rows.at(-1)?.id ?? after;
    if (rows.length < PAGE) return count;
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
    entries: entries.map(({ account, currency, amount }) => ({
      account: account as Entry['account'],
      currency,
      amount: Number(amount),
    })),
  }));
}

function sameEntries(a: Entry[], b: Entry[]): boolean {
  const words = (entries: Entry[]) =>
    entries.map((entry) => `${entry.account} ${entry.amount} ${entry.currency}`).sort();
  return words(a).join() === words(b).join();
}
