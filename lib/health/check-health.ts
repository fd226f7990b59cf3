import { db } from '#lib/db.ts';
import { redis } from '#lib/redis.ts';
import { listWorkers } from './heartbeat.ts';

export type Health = {
  status: 'ok' | 'failing';
  database: 'ok' | 'failing';
  redis: 'ok' | 'failing';
  worker: 'ok' | 'failing';
};

const TIMEOUT_MS = 2_000;

/** Whether the database responds within two seconds. */
export async function isDatabaseAvailable(): Promise<boolean> {
  return (await probe(db().$queryRaw`SELECT 1`)) === 'ok';
}

/** Checks all parts in parallel, each for at most two seconds. */
export async function checkHealth(): Promise<Health> {
  const [database, redisState, worker] = await Promise.all([
    probe(db().$queryRaw`SELECT 1`),
    probe(redis().ping()),
    probe(listWorkers().then((names) => names.length > 0 || Promise.reject(new Error('no worker')))),
  ]);
  const parts = { database, redis: redisState, worker };
  return { status: Object.values(parts).every((part) => part === 'ok') ? 'ok' : 'failing', ...parts };
}

async function probe(check: Promise<unknown>): Promise<'ok' | 'failing'> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<'failing'>((resolve) => {
    timer = setTimeout(resolve, TIMEOUT_MS, 'failing');
  });
  const result = check.then(() => 'ok' as const).catch(() => 'failing' as const);
  return Promise.race([result, timeout]).finally(() => clearTimeout(timer));
}
