import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../cli/migrate.ts';
import { startRedis } from '../../dev/redis/start-redis.ts';
import { asAdmin, dropDatabase, requireLocal, withDatabase } from './database/admin-database.ts';
import { startPostgresForTests } from './database/test-postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A PostgreSQL in which databases may be made and dropped. */
    postgresUrl: string;
    /** A migrated, empty database there, from which others are copied. */
    templateDatabase: string;
    redisUrl: string;
  }
}

type Service = { url: string; stop(): Promise<void> };

/**
 * One PostgreSQL and one Redis for the whole run, started here, or those that TEST_DATABASE_URL and
 * TEST_REDIS_URL name, on this machine only: their contents are overwritten.
 */
export default async function startServices(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await (given('TEST_DATABASE_URL') ?? startPostgresForTests());
  const redis = await (given('TEST_REDIS_URL') ?? startRedisForTests());
  const templateDatabase = `template_${process.pid}_${Date.now()}`;
  await asAdmin(postgres.url, `CREATE DATABASE ${templateDatabase}`);
  await migrate(withDatabase(postgres.url, templateDatabase));
  project.provide('postgresUrl', postgres.url);
  project.provide('templateDatabase', templateDatabase);
  project.provide('redisUrl', redis.url);
  return async () => {
    await dropDatabase(postgres.url, templateDatabase);
    await redis.stop();
    await postgres.stop();
  };
}

function given(name: 'TEST_DATABASE_URL' | 'TEST_REDIS_URL'): Service | null {
  const url = process.env[name];
  return url ? { url: requireLocal(url), stop: async () => {} } : null;
}

async function startRedisForTests(): Promise<Service> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'redis-'));
  const redis = await startRedis({ dataDir });
  return {
    url: redis.url,
    async stop() {
      await redis.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
