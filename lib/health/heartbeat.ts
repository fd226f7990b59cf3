import { redis } from '#lib/redis.ts';

const KEY = 'workers:alive';
const LIFETIME_SECONDS = 15;

/** Says that a worker is alive; forgotten after 15 seconds. */
export async function beat(workerName: string): Promise<void> {
  await redis().zadd(KEY, Date.now(), workerName);
  await redis().zremrangebyscore(KEY, '-inf', Date.now() - LIFETIME_SECONDS * 1000);
}

/** Names of the workers that were alive within the last 15 seconds. */
export async function listWorkers(): Promise<string[]> {
  return (await listHeartbeats()).map(({ name }) => name);
}

/** The same with how long ago each said so, milliseconds; the latest first. @throws when Redis is away. */
export async function listHeartbeats(): Promise<{ name: string; age: number }[]> {
  const now = Date.now();
  const flat = await redis().zrevrangebyscore(KEY, '+inf', now - LIFETIME_SECONDS * 1000, 'WITHSCORES');
  return flat.flatMap((name, at) => (at % 2 === 0 ? [{ name, age: Math.max(0, now - Number(flat[at + 1])) }] : []));
}
