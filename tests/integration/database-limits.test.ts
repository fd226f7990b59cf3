import type pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RequestContext, trackRequests } from '#lib/database-errors.ts';
import { createPool } from '#lib/db-pool.ts';
import { env } from '#lib/env.ts';
import { eventually } from '../support/eventually.ts';
import { startTcpProxy, type TcpProxy } from '../support/http/tcp-proxy.ts';

/** Short, yet long enough for twenty connections to be opened on a busy machine. */
const LIMITS = { connect: 2_000, statement: 1_000, lock: 500, answer: 1_500 };
/** As many as the pool has. */
const CONNECTIONS = 20;

const requests = trackRequests();
let proxy: TcpProxy;
let pool: pg.Pool;
let direct: pg.Pool;

beforeEach(async () => {
  const address = new URL(env().DATABASE_URL);
  proxy = await startTcpProxy({ port: Number(address.port) });
  direct = createPool(LIMITS);
  address.host = `127.0.0.1:${proxy.port}`;
  pool = createPool(LIMITS, address.href);
});

afterEach(async () => {
  proxy.pass();
  await Promise.all([pool.end(), direct.end()]);
  await proxy.close();
});

/** How long it takes, milliseconds, and whether it fails. */
async function timed(work: () => Promise<unknown>): Promise<{ milliseconds: number; error: Error | null }> {
  const began = performance.now();
  const error = await work().then(
    () => null,
    (reason: Error) => reason,
  );
  return { milliseconds: performance.now() - began, error };
}

const newRequest = (): RequestContext => ({ failure: null, keepsOwnBody: false });

test('a connection that went silent in a transaction is cut: what it did is undone, and nobody gets it again', async () => {
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

test('an answer that was there in time counts, also when this process was too busy to read it', async () => {
  // Not through the proxy, which lives in this process.
  await direct.query('SELECT 1');
  const asked = direct.query('SELECT 1 AS one');
  // Sent, then nothing else happens here until long after the limit.
  await new Promise((resolve) => setImmediate(resolve));
  const until = performance.now() + 2 * LIMITS.answer;
  while (performance.now() < until);
  expect((await asked).rows).toEqual([{ one: 1 }]);
});

test('a request for which the database was away does not wait for it again; the next request asks anew', async () => {
  await Promise.all(Array.from({ length: 5 }, () => pool.query('SELECT pg_sleep(0.05)')));
  proxy.stall();
  const three = () =>
    timed(async () => {
      for (let count = 0; count < 3; count++) await pool.query('SELECT 1').catch(() => {});
    });
  const { milliseconds } = await requests.run(newRequest(), three);
  expect(milliseconds).toBeLessThan(1.8 * LIMITS.answer);
  proxy.pass();
  const next = await requests.run(newRequest(), () => timed(() => pool.query('SELECT 1')));
  expect(next.error).toBeNull();
});

test('all that one request waits for connections together has one limit', async () => {
  const lent = await Promise.all(Array.from({ length: CONNECTIONS }, () => pool.connect()));
  const { milliseconds, error } = await requests.run(newRequest(), () =>
    timed(async () => {
      const first = pool.connect();
      setTimeout(() => lent.pop()?.release(), 0.7 * LIMITS.connect);
      lent.push(await first);
      lent.push(await pool.connect());
    }),
  );
  expect(error?.message).toContain('has waited 2000 ms for connections');
  expect(milliseconds).toBeLessThan(1.5 * LIMITS.connect);
  for (const client of lent) client.release();
  expect((await timed(() => pool.query('SELECT 1'))).error).toBeNull();
});
