import { type Db, Prisma } from '#lib/db.ts';
import type { LedgerTransaction } from './ledger-transaction.ts';

/**
 * Inserts ledger transactions in the caller's database transaction; existing ones stay as they are.
 * The database rejects an unbalanced ledger transaction at commit.
 * @returns how many were new.
 */
export async function recordTransactions(tx: Db, transactions: readonly LedgerTransaction[]): Promise<number> {
  if (transactions.length === 0) return 0;
  const rows = transactions.map(
    ({ key, orderId, kind, occurredAt }) => Prisma.sql`(${key}, ${orderId}::uuid, ${kind}, ${occurredAt}::timestamptz)`,
  );
  const entries = JSON.stringify(
    transactions.flatMap(({ key, entries }) => entries.map((entry) => ({ key, ...entry }))),
  );
  const [{ count } = { count: 0 }] = await tx.$queryRaw<{ count: number }[]>`
    WITH inserted AS (
      INSERT INTO ledger_transactions (key, order_id, kind, occurred_at) VALUES ${Prisma.join(rows)}
      ON CONFLICT (key) DO NOTHING RETURNING id, key
    ), inserted_entries AS (
      INSERT INTO ledger_entries (transaction_id, account, currency, amount)
      SELECT inserted.id, entry.account, entry.currency, entry.amount
      FROM inserted JOIN json_to_recordset(${entries}::json)
        AS entry(key text, account text, currency text, amount bigint) USING (key)
    )
    SELECT count(*)::int AS count FROM inserted`;
  return count;
}
