import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../cli/migrate.ts';
import { startRedis } from '../../dev/redis/start-redis.ts';
import { dropDatabase, requireLocalUrl, runAsAdmin, withDatabase } from './database/admin-database.ts';
import { startTestPostgres } from './database/start-test-postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A PostgreSQL server on which tests may create and drop databases. */
    postgresUrl: string;
    /** An empty, migrated database there, from which test databases are copied. */
    templateDatabase: string;
    redisUrl: string;
  }
}

type Service = { url: string; stop(): Promise<void> };

/**
 * Vitest's global setup: one PostgreSQL and one Redis for the whole run. Both are started here, unless
 * TEST_DATABASE_URL and TEST_REDIS_URL name servers on this machine, whose contents are then overwritten.
 */
export default async function startServices(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await (configuredService('TEST_DATABASE_URL') ?? startTestPostgres());
  const redis = await (configuredService('TEST_REDIS_URL') ?? startRedisForTests());
  const templateDatabase = `template_${process.pid}_${Date.now()}`;
  await runAsAdmin(postgres.url, `CREATE DATABASE ${templateDatabase}`);
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

function configuredService(name: 'TEST_DATABASE_URL' | 'TEST_REDIS_URL'): Service | null {
  const url = process.env[name];
  return url ? { url: requireLocalUrl(url), stop: async () => {} } : null;
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
