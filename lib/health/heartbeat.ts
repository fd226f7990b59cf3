import { redis } from '#lib/redis.ts';

const KEY = 'workers:alive';
const LIFETIME_SECONDS = 15;

/** Says that a worker is alive; forgotten after 15 seconds. */
export async function beat(workerName: string): Promise<void> {
  await redis().zadd(KEY, Date.now(), workerName);
  await redis().zremrangebyscore(KEY, '-inf', Date.now() - LIFETIME_SECONDS * 1000);
}

/** Names of the workers that were alive within the last 15 seconds. */
export function listWorkers(): Promise<string[]> {
  return redis().zrangebyscore(KEY, Date.now() - LIFETIME_SECONDS * 1000, '+inf');
}
