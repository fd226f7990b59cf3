import { beforeAll, expect, test } from 'vitest';
import { db, type Prisma } from '#lib/db.ts';
import { buyerTransaction, type Entry, type LedgerTransaction } from '#lib/ledger/ledger-transaction.ts';
import { recordTransactions } from '#lib/ledger/record-transactions.ts';
import { makeHeldOrder } from '../../support/database/factories.ts';

let orderId = '';
const occurredAt = new Date('2026-11-23T12:00:00Z');

beforeAll(async () => {
  ({ orderId } = await makeHeldOrder());
  await recordTransactions(db(), [chargeTransaction('pi_there')]);
});

let count = 0;
const chargeTransaction = (key = `pi_${++count}`): LedgerTransaction =>
  buyerTransaction('charge', key, { amount: 12_000, currency: 'EUR' }, { orderId, occurredAt });

const withEntries = (entries: Entry[]): LedgerTransaction => ({ ...chargeTransaction(), entries });
const countRows = async () => [await db().ledgerTransaction.count(), await db().ledgerEntry.count()];

test('ledger transactions that are recorded repeatedly and simultaneously are written once each', async () => {
  const [first, second] = [chargeTransaction(), chargeTransaction()];
  const written = await Promise.all(Array.from({ length: 10 }, () => recordTransactions(db(), [first, second])));
  expect(written.reduce((sum, one) => sum + one, 0)).toBe(2);
  const rows = await db().ledgerTransaction.findMany({
    where: { key: { in: [first.key, second.key] } },
    include: { entries: { orderBy: { account: 'asc' } } },
  });
  expect(rows).toHaveLength(2);
  for (const row of rows) {
    expect(row).toMatchObject({ orderId, kind: 'charge', occurredAt });
    expect(row.entries.map(({ account, amount, currency }) => [account, amount, currency])).toEqual([
      ['buyer', -12_000n, 'EUR'],
      ['stripe', 12_000n, 'EUR'],
    ]);
  }
  // Recorded again with other entries, the existing row stays unchanged.
  expect(await recordTransactions(db(), [{ ...first, entries: [] }])).toBe(0);
  expect(await recordTransactions(db(), [])).toBe(0);
});

const EUR = { currency: 'EUR' } as const;
test.for<[string, Entry[]]>([
  ['one side only', [{ account: 'buyer', ...EUR, amount: 5 }]],
  [
    'a cent too much',
    [
      { account: 'buyer', ...EUR, amount: -5 },
      { account: 'stripe', ...EUR, amount: 6 },
    ],
  ],
  [
    'two currencies',
    [
      { account: 'buyer', ...EUR, amount: -5 },
      { account: 'stripe', currency: 'JPY', amount: 5 },
    ],
  ],
])('the database refuses %s at commit, with everything else in the transaction', async ([, entries]) => {
  const before = await countRows();
  const [good, bad] = [chargeTransaction(), withEntries(entries)];
  const writing = db().$transaction(async (tx) => {
    await recordTransactions(tx, [good]);
    // Not immediately: the entries of one ledger transaction are checked together.
    expect(await recordTransactions(tx, [bad])).toBe(1);
  });
  await expect(writing).rejects.toThrow(/does not balance/);
  expect(await countRows()).toEqual(before);
});

test.for<[string, Entry]>([
  ['an unknown account', { account: 'pocket' as 'buyer', ...EUR, amount: 5 }],
  ['an entry of zero', { account: 'buyer', ...EUR, amount: 0 }],
])('the database refuses %s', async ([, entry]) => {
  const before = await countRows();
  const other: Entry = { account: 'stripe', ...EUR, amount: -entry.amount };
  await expect(recordTransactions(db(), [withEntries([entry, other])])).rejects.toThrow(/violates check constraint/);
  expect(await countRows()).toEqual(before);
});

test('an unknown kind and a missing order are refused', async () => {
  await expect(recordTransactions(db(), [{ ...chargeTransaction(), kind: 'gift' as 'charge' }])).rejects.toThrow(
    /check constraint/,
  );
  await expect(recordTransactions(db(), [{ ...chargeTransaction(), orderId: crypto.randomUUID() }])).rejects.toThrow(
    /foreign key/,
  );
});

test.for([
  "UPDATE ledger_entries SET amount = amount * 2 WHERE currency = 'EUR'",
  'UPDATE ledger_transactions SET order_id = order_id',
  "UPDATE ledger_transactions SET key = 'other' WHERE key = 'nobody has this'",
  'DELETE FROM ledger_entries',
  "DELETE FROM ledger_transactions WHERE key = 'pi_there'",
  'TRUNCATE ledger_entries',
  'TRUNCATE ledger_transactions CASCADE',
  'TRUNCATE orders CASCADE',
  "INSERT INTO ledger_transactions (key, order_id, kind, occurred_at) SELECT 'pi_there', order_id, kind, now() FROM ledger_transactions LIMIT 1 ON CONFLICT (key) DO UPDATE SET kind = 'refund'",
])('the ledger is append-only: %s', async (statement) => {
  const before = await db().ledgerTransaction.findMany({ include: { entries: true }, orderBy: { id: 'asc' } });
  await expect(db().$executeRawUnsafe(statement)).rejects.toThrow(/append-only/);
  expect(await db().ledgerTransaction.findMany({ include: { entries: true }, orderBy: { id: 'asc' } })).toEqual(before);
});

test('an order with ledger transactions cannot be deleted', async () => {
  const where: Prisma.OrderWhereUniqueInput = { id: orderId };
  await expect(db().order.delete({ where })).rejects.toThrow(/[Ff]oreign key/);
});
