import { type Db, Prisma } from '#lib/db.ts';
import type { LedgerTransaction } from './ledger-transaction.ts';

/**
 * Writes movements into the ledger, in the caller's transaction. What is there already stays as it is.
 * The database refuses a movement that does not balance when the transaction commits.
 * @returns how many were new.
 */
export async function recordTransactions(tx: Db, movements: readonly LedgerTransaction[]): Promise<number> {
  if (movements.length === 0) return 0;
  const rows = movements.map(
    ({ key, orderId, kind, occurredAt }) => Prisma.sql`(${key}, ${orderId}::uuid, ${kind}, ${occurredAt}::timestamptz)`,
  );
  const entries = JSON.stringify(movements.flatMap(({ key, entries }) => entries.map((entry) => ({ key, ...entry }))));
  const [{ count } = { count: 0 }] = await tx.$queryRaw<{ count: number }[]>`
    WITH fresh AS (
      INSERT INTO ledger_transactions (key, order_id, kind, occurred_at) VALUES ${Prisma.join(rows)}
      ON CONFLICT (key) DO NOTHING RETURNING id, key
    ), written AS (
      INSERT INTO ledger_entries (transaction_id, account, currency, amount)
      SELECT fresh.id, entry.account, entry.currency, entry.amount
      FROM fresh JOIN json_to_recordset(${entries}::json) AS entry(key text, account text, currency text, amount bigint) USING (key)
    )
    SELECT count(*)::int AS count FROM fresh`;
  return count;
}
