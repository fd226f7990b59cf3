import type pg from 'pg';

/**
 * Leaves the worker nothing to do for earlier runs: no checkouts to ask Stripe about and no mails to send. A
 * checkpoint and new statistics give each run the same start.
 */
export async function resetBetweenRuns(database: pg.Pool): Promise<void> {
  await database.query(`UPDATE orders SET status = 'EXPIRED' WHERE status = 'HELD'`);
  await database.query('UPDATE posts SET held_until = NULL WHERE held_until IS NOT NULL');
  await database.query('UPDATE messages SET sent_at = now() WHERE sent_at IS NULL');
  await database.query('VACUUM ANALYZE orders, posts, messages, stripe_events, ledger_transactions, ledger_entries');
  await database.query('CHECKPOINT');
}
