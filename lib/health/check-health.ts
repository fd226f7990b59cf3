import { db } from '#lib/db.ts';
import { redis } from '#lib/redis.ts';
import { listWorkers } from './heartbeat.ts';

export type Health = {
  status: 'ok' | 'failing';
  database: 'ok' | 'failing';
  redis: 'ok' | 'failing';
  worker: 'ok' | 'failing';
};

const LIMIT_MILLISECONDS = 2_000;

/** Can the database be asked at all, within two seconds? */
export async function databaseAnswers(): Promise<boolean> {
  return (await answers(db().$queryRaw`SELECT 1`)) === 'ok';
}

/** Asks each part, at the same time and for two seconds at most. */
export async function checkHealth(): Promise<Health> {
  const [database, redisState, worker] = await Promise.all([
    answers(db().$queryRaw`SELECT 1`),
    answers(redis().ping()),
    answers(listWorkers().then((names) => names.length > 0 || Promise.reject(new Error('no worker')))),
  ]);
  const parts = { database, redis: redisState, worker };
  return { status: Object.values(parts).every((part) => part === 'ok') ? 'ok' : 'failing', ...parts };
}

async function answers(question: Promise<unknown>): Promise<'ok' | 'failing'> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<'failing'>((resolve) => {
    timer = setTimeout(resolve, LIMIT_MILLISECONDS, 'failing');
  });
  const asked = question.then(() => 'ok' as const).catch(() => 'failing' as const);
  return Promise.race([asked, limit]).finally(() => clearTimeout(timer));
}
