import type pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPool } from '#lib/db-pool.ts';
import { env } from '#lib/env.ts';
import { type RequestContext, trackRequests } from '#lib/request-context.ts';
import { eventually } from '../support/eventually.ts';
import { startTcpProxy, type TcpProxy } from '../support/start-tcp-proxy.ts';

/** Short, but long enough to open twenty connections on a busy machine. Milliseconds. */
const LIMITS = { connect: 2_000, statement: 1_000, lock: 500, reply: 1_500 };
/** The size of the pool. */
const POOL_SIZE = 20;

const requests = trackRequests();
let proxy: TcpProxy;
let pool: pg.Pool;
let direct: pg.Pool;

beforeEach(async () => {
  const databaseUrl = new URL(env().DATABASE_URL);
  proxy = await startTcpProxy({ port: Number(databaseUrl.port) });
  direct = createPool(LIMITS);
  databaseUrl.host = `127.0.0.1:${proxy.port}`;
  pool = createPool(LIMITS, databaseUrl.href);
});

afterEach(async () => {
  proxy.pass();
  await Promise.all([pool.end(), direct.end()]);
  await proxy.close();
});

/** Runs some work. @returns how long it takes, milliseconds, and its error. */
async function timed(work: () => Promise<unknown>): Promise<{ milliseconds: number; error: Error | null }> {
  const start = performance.now();
  const error = await work().then(
    () => null,
    (reason: Error) => reason,
  );
  return { milliseconds: performance.now() - start, error };
}

const newRequest = (): RequestContext => ({ failure: null, keepsOwnBody: false, awaitsAction: false });

test('a connection that hangs in a transaction is closed, its changes are rolled back, and it is not reused', async () => {
  await direct.query('CREATE TABLE IF NOT EXISTS silence (one int)');
  const client = await pool.connect();
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  await client.query('BEGIN');
  await client.query('INSERT INTO silence VALUES (1)');
  proxy.stall();
  await expect(client.query('SELECT 1')).rejects.toThrow('did not answer within 1500 ms');
  await expect(client.query('ROLLBACK')).rejects.toThrow();
  client.release();
  proxy.pass();

  const again = await pool.query<{ pid: number; silent: number }>(
    'SELECT pg_backend_pid() AS pid, (SELECT count(*)::int FROM silence) AS silent',
  );
  expect(again.rows[0]?.silent).toBe(0);
  expect(again.rows[0]?.pid).not.toBe(rows[0]?.pid);
  await eventually(async () => {
    const left = await direct.query('SELECT FROM pg_stat_activity WHERE pid = $1', [rows[0]?.pid]);
    expect(left.rows).toEqual([]);
  });
});

test('a reply that arrives in time counts, even if this process is too busy to read it', async () => {
  // Not through the proxy, which runs in this process.
  await direct.query('SELECT 1');
  const query = direct.query('SELECT 1 AS one');
  // The query is sent, then this process is blocked until long after the limit.
  await new Promise((resolve) => setImmediate(resolve));
  const blockedUntil = performance.now() + 2 * LIMITS.reply;
  while (performance.now() < blockedUntil);
  expect((await query).rows).toEqual([{ one: 1 }]);
});

test('a connection that opens in time counts, even if this process is too busy to notice', async () => {
  const cold = createPool(LIMITS, env().DATABASE_URL);
  const query = cold.query('SELECT 1 AS one');
  await new Promise((resolve) => setImmediate(resolve));
  const blockedUntil = performance.now() + 1.2 * LIMITS.connect;
  while (performance.now() < blockedUntil);
  expect((await query).rows).toEqual([{ one: 1 }]);
  await cold.end();
});

test('a request waits only once for a database that is down, and the next request tries again', async () => {
  await Promise.all(Array.from({ length: 5 }, () => pool.query('SELECT pg_sleep(0.05)')));
  proxy.stall();
  const threeQueries = () =>
    timed(async () => {
      for (let count = 0; count < 3; count++) await pool.query('SELECT 1').catch(() => {});
    });
  const { milliseconds } = await requests.run(newRequest(), threeQueries);
  expect(milliseconds).toBeLessThan(1.8 * LIMITS.reply);
  proxy.pass();
  const next = await requests.run(newRequest(), () => timed(() => pool.query('SELECT 1')));
  expect(next.error).toBeNull();
});

test('all waits for connections within one request share one limit', async () => {
  const acquired = await Promise.all(Array.from({ length: POOL_SIZE }, () => pool.connect()));
  const { milliseconds, error } = await requests.run(newRequest(), () =>
    timed(async () => {
      const first = pool.connect();
      setTimeout(() => acquired.pop()?.release(), 0.7 * LIMITS.connect);
      acquired.push(await first);
      acquired.push(await pool.connect());
    }),
  );
  expect(error?.message).toContain('has waited 2000 ms for connections');
  expect(milliseconds).toBeLessThan(1.5 * LIMITS.connect);
  for (const client of acquired) client.release();
  expect((await timed(() => pool.query('SELECT 1'))).error).toBeNull();
});
