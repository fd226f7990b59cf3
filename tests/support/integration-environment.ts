import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, inject } from 'vitest';
import type { PrismaClient } from '#lib/db.ts';
import { createTestDatabase } from './database/create-test-database.ts';

// Runs before each integration and fault test file is loaded. The file gets a complete environment with its own
// database and with a numbered database of the run's Redis that no other file uses at the same time.

// Nothing listens on port 9: a test that needs Stripe, a mail server or a rate service starts its own.
const UNUSED_HOST = '127.0.0.1:9';

const database = await createTestDatabase();
const redisUrl = `${inject('redisUrl')}/${process.env.VITEST_POOL_ID ?? 1}`;
const dataDir = mkdtempSync(path.join(tmpdir(), 'data-'));
await emptyRedis();

Object.assign(process.env, {
  NODE_ENV: 'test',
  LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent',
  DATA_DIR: dataDir,
  DATABASE_URL: database.url,
  REDIS_URL: redisUrl,
  NEXTAUTH_URL: 'http://localhost:3000',
  NEXTAUTH_SECRET: 'for-tests-only-for-tests-only-for-tests',
  INTERNAL_SECRET: 'for-tests-only-for-tests-only-for-tests',
  STRIPE_SECRET_KEY: 'sk_test_integration',
  STRIPE_WEBHOOK_SECRET: 'whsec_new,whsec_old',
  STRIPE_API_URL: `http://${UNUSED_HOST}`,
  SMTP_URL: `smtp://${UNUSED_HOST}`,
  CURRENCY_SERVICE_URL: `http://${UNUSED_HOST}`,
});

afterAll(async () => {
  const shared = globalThis as { makeYourSpaceDb?: PrismaClient; makeYourSpaceRedis?: Redis };
  await shared.makeYourSpaceDb?.$disconnect();
  shared.makeYourSpaceRedis?.disconnect();
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function emptyRedis(): Promise<void> {
  const client = new Redis(redisUrl);
  await client.flushdb();
  client.disconnect();
}
