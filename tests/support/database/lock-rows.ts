/** Locks rows, and waits until other connections wait for a lock. */

import pg from 'pg';
import { onTestFinished } from 'vitest';
import { eventually } from '../eventually.ts';
import type { Shop } from '../shop/start-shop.ts';

/**
 * Locks rows, as a slow transaction would. Other transactions that change them wait until the returned function is
 * called or the test ends.
 */
export async function lockRows(
  { database }: Pick<Shop, 'database'>,
  table: 'orders' | 'posts',
  ids: readonly string[],
): Promise<() => Promise<void>> {
  const client = await database.connect();
  await client.query('BEGIN');
  await client.query(`SELECT FROM ${table} WHERE id = ANY($1) FOR UPDATE`, [ids]);
  let locked = true;
  const unlock = async () => {
    if (!locked) return;
    locked = false;
    await client.query('ROLLBACK');
    client.release();
  };
  onTestFinished(unlock);
  return unlock;
}

/** Waits until `count` of the shop's database connections wait for a lock. @returns their backends' process ids. */
export function waitForLockedBackends({ database }: Pick<Shop, 'database'>, count: number): Promise<number[]> {
  return eventually(async () => {
    const { rows } = await database.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'makeyourspace' AND wait_event_type = 'Lock'`,
    );
    if (rows.length !== count) throw new Error(`${rows.length} backends wait for a lock`);
    return rows.map(({ pid }) => pid);
  });
}

/**
 * Waits until one statement in the database of `url` waits for a lock. Uses its own connection, because within a
 * transaction PostgreSQL keeps showing other statements as they were at the first query.
 */
export async function waitForLockedStatement(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await eventually(async () => {
      const { rows } = await client.query(
        "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
      );
      if (rows.length !== 1) throw new Error(`${rows.length} statements wait for a lock`);
    });
  } finally {
    await client.end();
  }
}
