import { db } from '#lib/db.ts';
import { redis } from '#lib/redis.ts';

export type Versions = { node: string; postgres: string; redis: string | null };

/** What runs the shop. @returns null for a Redis that does not respond. */
export async function listVersions(): Promise<Versions> {
  const [[database], info] = await Promise.all([
    db().$queryRaw<{ version: string }[]>`SELECT current_setting('server_version') AS version`,
    redis()
      .info('server')
      .catch(() => null),
  ]);
  const redisVersion = /redis_version:(\S+)/.exec(info ?? '')?.[1] ?? null;
  return { node: process.versions.node, postgres: database?.version ?? '', redis: redisVersion };
}
