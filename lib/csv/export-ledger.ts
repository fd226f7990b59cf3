import { assertAdmin } from '#lib/accounts/assert-admin.ts';
import { db } from '#lib/db.ts';
import { type CsvCell, type CsvColumn, csvFile, moneyCell } from '#lib/domain/csv.ts';
import { hasKnownDigits } from '#lib/domain/money/currencies.ts';
import type { Viewer } from '#lib/domain/viewer.ts';

const BATCH = 500;

type Entry = {
  transaction: { id: bigint; key: string; orderId: string; kind: string; occurredAt: Date };
  account: string;
  amount: bigint;
  currency: string;
};

const COLUMNS: readonly CsvColumn<Entry>[] = [
  ['transaction', ({ transaction }) => ({ number: String(transaction.id) })],
  ['time', ({ transaction }) => transaction.occurredAt.toISOString()],
  ['kind', ({ transaction }) => transaction.kind],
  ['order', ({ transaction }) => transaction.orderId],
  ['account', ({ account }) => account],
  ['amount', amountCell],
  ['currency', ({ currency }) => currency],
  ['amount in minor units', ({ amount }) => ({ number: String(amount) })],
  ['reference', ({ transaction }) => transaction.key],
];

/** '' for a currency of which the shop does not know where its decimal point is. */
function amountCell({ amount, currency }: Entry): CsvCell {
  return hasKnownDigits(currency) ? moneyCell({ amount: Number(amount), currency }) : '';
}

/**
 * The ledger as CSV, one line for each entry, in the order in which it was recorded.
 * @throws {ExpectedError} not-found, admin-needs-factor
 */
export function exportLedger(viewer: Viewer): AsyncGenerator<string> {
  assertAdmin(viewer);
  return csvFile(COLUMNS, batches());
}

async function* batches(): AsyncGenerator<Entry[]> {
  for (let after = 0n; ; ) {
    const rows = await db().ledgerTransaction.findMany({
      where: { id: { gt: after } },
      orderBy: { id: 'asc' },
      take: BATCH,
      select: {
        ...{ id: true, key: true, orderId: true, kind: true, occurredAt: true },
        entries: { orderBy: [{ account: 'asc' }, { currency: 'asc' }] },
      },
    });
    yield rows.flatMap(({ entries, ...transaction }) => entries.map((entry) => ({ ...entry, transaction })));
    const last = rows.at(-1);
    if (!last || rows.length < BATCH) return;
    after = last.id;
  }
}
