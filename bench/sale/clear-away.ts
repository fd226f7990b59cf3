import type pg from 'pg';

/**
 * Leaves nothing of earlier runs for the worker to do: checkouts that it would ask Stripe about, mails that it would
 * send. PostgreSQL writes out what it has kept and counts its tables anew, so that each run begins alike.
 */
export async function clearAway(database: pg.Pool): Promise<void> {
  await database.query(`UPDATE orders SET status = 'EXPIRED' WHERE status = 'HELD'`);
  await database.query('UPDATE posts SET held_until = NULL WHERE held_until IS NOT NULL');
  await database.query('UPDATE messages SET sent_at = now() WHERE sent_at IS NULL');
  await database.query('VACUUM ANALYZE orders, posts, messages, stripe_events, ledger_transactions, ledger_entries');
  await database.query('CHECKPOINT');
}
