import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { buildIfChanged } from '../../dev/build-if-changed.ts';
import { completeEnvironment, readEnvironment } from '../../dev/environment.ts';
import { freePort } from '../../dev/free-port.ts';
import { startPostgres } from '../../dev/postgres/start-postgres.ts';
import { startRedis } from '../../dev/redis/start-redis.ts';
import { loadSecrets } from '../../dev/secrets.ts';
import { step } from '../../dev/terminal.ts';
import { onCleanUp } from './clean-up.ts';
import { startShop } from './next-server.ts';
import { runNode } from './run-node.ts';
import { waitForAvif } from './wait-for-avif.ts';

export type MeasuredShop = { url: string; databaseUrl: string | undefined };

/**
 * The shop to measure: the one at `url` (or BENCH_URL), else a production server for the database in DATABASE_URL,
 * else a production server with the demo gallery in its own database, which is kept in <DATA_DIR>/bench for the next
 * run. What is started here stops at the end of the measurement.
 */
export async function measuredShop(url = process.env.BENCH_URL): Promise<MeasuredShop> {
  const given = readEnvironment();
  if (url) return { url: url.replace(/\/+$/, ''), databaseUrl: given.DATABASE_URL };
  const dataDir = given.DATABASE_URL
    ? path.resolve(given.DATA_DIR ?? '.data')
    : path.resolve(given.DATA_DIR ?? '.data', 'bench');
  mkdirSync(dataDir, { recursive: true });
  await buildIfChanged();
  const postgres = given.DATABASE_URL
    ? undefined
    : await step('PostgreSQL', () => startPostgres({ dataDir, fast: true }));
  if (postgres) onCleanUp(postgres.stop);
  const redis = given.REDIS_URL ? undefined : await step('Redis', () => startRedis({ dataDir }));
  if (redis) onCleanUp(redis.stop);
  const port = await freePort();
  const env = completeEnvironment({ ...given, PORT: String(port) }, loadSecrets(dataDir), {
    DATABASE_URL: given.DATABASE_URL ?? postgres?.url ?? '',
    REDIS_URL: given.REDIS_URL ?? redis?.url ?? '',
    // Nothing listens there: these measurements sell nothing and send no mail.
    SMTP_URL: 'smtp://127.0.0.1:9',
    STRIPE_API_URL: given.STRIPE_SECRET_KEY ? undefined : 'http://127.0.0.1:9',
    dataDir,
    hot: false,
  });
  if (postgres) {
    await runNode(['cli/migrate.ts'], env);
    await step('Demo gallery', () => runNode(['cli/seed.ts', '--if-empty'], env), { long: true });
    await step('AVIF files', () => waitForAvif(env), { long: true });
  }
  return { url: await startShop(port, env), databaseUrl: env.DATABASE_URL };
}
