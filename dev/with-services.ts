import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import path from 'node:path';
import { EnvError } from '../lib/env.ts';
import { makeDataDir } from './data-dir.ts';
import { completeEnvironment, readEnvironment, type StartedServices, validateEnvironment } from './environment.ts';
import { startPostgres } from './postgres/start-postgres.ts';
import { acquireLock } from './processes/process-lock.ts';
import { runningShop } from './processes/running-shop.ts';
import { startRedis } from './redis/start-redis.ts';
import { loadSecrets } from './secrets.ts';
import { CliError } from './terminal.ts';

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs the script named by the first argument with the services that the environment names, else with those of the shop
 * that runs in this data folder, else with a database and a Redis that are started for it.
 */
async function main(): Promise<number> {
  const given = readEnvironment();
  const dataDir = path.resolve(validateEnvironment(given).DATA_DIR);
  makeDataDir(dataDir);
  const started = runningShop(dataDir);
  if ((given.DATABASE_URL && given.REDIS_URL) || started) {
    return run(completeEnvironment(given, loadSecrets(dataDir), started ?? noServices(given, dataDir)));
  }
  const { heldBy, release } = acquireLock(path.join(dataDir, 'lock'));
  if (heldBy !== null)
    throw new CliError(
      `The shop in this data folder is starting or stopping (process ${heldBy}): try again in a moment.`,
    );
  const postgres = given.DATABASE_URL ? undefined : await startPostgres({ dataDir });
  const redis = given.REDIS_URL ? undefined : await startRedis({ dataDir });
  try {
    const services = { ...noServices(given, dataDir), DATABASE_URL: postgres?.url ?? '', REDIS_URL: redis?.url ?? '' };
    const env = completeEnvironment(given, loadSecrets(dataDir), services);
    const migrated = await run(env, ['cli/migrate.ts']);
    return migrated === 0 ? await run(env) : migrated;
  } finally {
    await redis?.stop();
    await postgres?.stop();
    release();
  }
}

const noServices = ({ STRIPE_SECRET_KEY }: NodeJS.ProcessEnv, dataDir: string): StartedServices => ({
  DATABASE_URL: '',
  REDIS_URL: '',
  // Placeholders, as every setting must be present: a script sends no mail, and asks Stripe only with a key for it.
  SMTP_URL: 'smtp://localhost',
  STRIPE_API_URL: STRIPE_SECRET_KEY ? undefined : 'http://localhost',
  dataDir,
  hot: false,
});

function run(env: NodeJS.ProcessEnv, args = process.argv.slice(2)): Promise<number> {
  const child = spawn(process.execPath, args, { env, stdio: 'inherit' });
  // In a terminal Ctrl-C reaches the script directly; a signal to this process alone does not. It stays to stop the
  // services.
  const pass = () => child.kill('SIGTERM');
  for (const signal of STOP_SIGNALS) process.on(signal, pass);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}

main()
  .then((code) => process.exit(code))
  .catch((error) => {
    console.error(error instanceof CliError || error instanceof EnvError ? `✗ ${error.message}` : error);
    process.exit(1);
  });
