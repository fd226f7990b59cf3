import { redis } from '#lib/redis.ts';

const KEY = 'workers:alive';
const LIFETIME_SECONDS = 15;

/** Records that a worker is alive, for the next 15 seconds. */
export async function recordHeartbeat(workerName: string): Promise<void> {
  await redis().zadd(KEY, Date.now(), workerName);
  await redis().zremrangebyscore(KEY, '-inf', Date.now() - LIFETIME_SECONDS * 1000);
}

/** Names of the workers that were alive within the last 15 seconds. */
export async function listWorkers(): Promise<string[]> {
  return (await listHeartbeats()).map(({ name }) => name);
}

/** The same with the age of each heartbeat in milliseconds, newest first. @throws if Redis is unavailable. */
export async function listHeartbeats(): Promise<{ name: string; age: number }[]> {
  const now = Date.now();
  const flat = await redis().zrevrangebyscore(KEY, '+inf', now - LIFETIME_SECONDS * 1000, 'WITHSCORES');
  return flat.flatMap((name, at) => (at % 2 === 0 ? [{ name, age: Math.max(0, now - Number(flat[at + 1])) }] : []));
}
