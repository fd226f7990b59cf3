import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { buildIfChanged } from '../../dev/build-if-changed.ts';
import { completeEnvironment, readEnvironment } from '../../dev/environment.ts';
import { freePort } from '../../dev/free-port.ts';
import { startPostgres } from '../../dev/postgres/start-postgres.ts';
import { startRedis } from '../../dev/redis/start-redis.ts';
import { loadSecrets } from '../../dev/secrets.ts';
import { step } from '../../dev/terminal.ts';
import { atEnd } from './clean-up.ts';
import { finishPictures } from './finish-pictures.ts';
import { startShop } from './next-server.ts';
import { runNode } from './run-node.ts';

export type MeasuredShop = { url: string; databaseUrl: string | undefined };

/**
 * The shop that is measured: the one at `url` (or BENCH_URL), else a production server of its own on
 * the database in DATABASE_URL, else that server with the demo gallery in a database of its own,
 * which stays in <DATA_DIR>/bench for the next time. Everything ends with the measurement.
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
  if (postgres) atEnd(postgres.stop);
  const redis = given.REDIS_URL ? undefined : await step('Redis', () => startRedis({ dataDir }));
  if (redis) atEnd(redis.stop);
  const port = await freePort();
  const env = completeEnvironment({ ...given, PORT: String(port) }, loadSecrets(dataDir), {
    DATABASE_URL: given.DATABASE_URL ?? postgres?.url ?? '',
    REDIS_URL: given.REDIS_URL ?? redis?.url ?? '',
    // Nothing is sold and nothing is mailed here.
    SMTP_URL: 'smtp://127.0.0.1:9',
    STRIPE_API_URL: given.STRIPE_SECRET_KEY ? undefined : 'http://127.0.0.1:9',
    dataDir,
    hot: false,
  });
  if (postgres) {
    await runNode(['cli/migrate.ts'], env);
    await step('Demo gallery', () => runNode(['cli/seed.ts', '--if-empty'], env), { long: true });
    await step('AVIF files', () => finishPictures(env), { long: true });
  }
  return { url: await startShop(port, env), databaseUrl: env.DATABASE_URL };
}
