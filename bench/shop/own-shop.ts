import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { buildIfChanged } from '../../dev/build-if-changed.ts';
import { completeEnvironment } from '../../dev/environment.ts';
import { freePort } from '../../dev/free-port.ts';
import { startPostgres } from '../../dev/postgres/start-postgres.ts';
import { startRedis } from '../../dev/redis/start-redis.ts';
import { loadSecrets, type Secrets } from '../../dev/secrets.ts';
import { step } from '../../dev/terminal.ts';
import { onCleanUp } from './clean-up.ts';
import { runNode } from './run-node.ts';
import { type Programs, ShopProcesses } from './shop-processes.ts';

export type OwnShop = {
  url: string;
  stripeUrl: string;
  databaseUrl: string;
  redisUrl: string;
  secrets: Secrets;
  /** The environment of web and worker. */
  env: NodeJS.ProcessEnv;
  database: pg.Pool;
  processes: ShopProcesses;
};

type Options = {
  /** Keeps data and logs, and prints where they are. */
  keep?: boolean | undefined;
  /** A folder for a CPU profile of each program. */
  profile?: string | undefined;
  /** PostgreSQL settings in addition to those of `npm start`. */
  postgres?: Record<string, string>;
};

/**
 * Starts an empty shop for one measurement, each part a real process on a free port: PostgreSQL and Redis as `npm
 * start` runs them, the Stripe emulator, the development mail server and the web server. The caller starts the
 * workers. At the end of the measurement everything stops and the data is deleted.
 */
export async function startOwnShop({ keep = false, profile, postgres = {} }: Options = {}): Promise<OwnShop> {
  await buildIfChanged();
  const dataDir = mkdtempSync(path.join(tmpdir(), 'bench-'));
  // If root runs this, PostgreSQL runs as another user, who must be able to enter the folder.
  chmodSync(dataDir, 0o755);
  onCleanUp(async () => {
    if (keep) console.log(`The data and the logs are in ${dataDir}.`);
    else rmSync(dataDir, { recursive: true, force: true });
  });
  const databaseUrl = await step('PostgreSQL', () => startDatabase(dataDir, postgres));
  const redis = await step('Redis', () => startRedis({ dataDir }));
  onCleanUp(redis.stop);
  const [port, stripePort, smtpPort, mailPort] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  const urlOf = (number: number) => `http://127.0.0.1:${number}`;
  const secrets = loadSecrets(dataDir);
  const env = completeEnvironment(
    {
      ...{ NODE_ENV: 'production', PATH: process.env.PATH, PORT: String(port), NEXTAUTH_URL: urlOf(port) },
      // Nothing listens there, so the shop uses its built-in rates.
      CURRENCY_SERVICE_URL: urlOf(9),
      ...(profile && { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${path.resolve(profile)}` }),
    },
    secrets,
    {
      DATABASE_URL: databaseUrl,
      REDIS_URL: redis.url,
      SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
      STRIPE_API_URL: urlOf(stripePort),
      dataDir,
      hot: false,
    },
  );
  const programs: Programs = {
    stripe: {
      args: [
        'dev/stripe/main.ts',
        ...['--port', String(stripePort), '--public-url', urlOf(stripePort), '--data', path.join(dataDir, 'stripe')],
        ...['--webhook', `${urlOf(port)}/api/webhooks/stripe`],
      ],
      healthUrl: `${urlOf(stripePort)}/health`,
    },
    mail: {
      args: [
        'dev/mail/main.ts',
        ...['--smtp-port', String(smtpPort), '--http-port', String(mailPort), '--data', path.join(dataDir, 'mail')],
      ],
      healthUrl: `${urlOf(mailPort)}/health`,
    },
    web: {
      args: ['server/main.ts'],
      healthUrl: `${urlOf(port)}/robots.txt`,
    },
    worker: { args: ['worker/main.ts'], healthUrl: null },
  };
  await runNode(['cli/migrate.ts'], env);
  const processes = new ShopProcesses(programs, env, dataDir);
  onCleanUp(() => processes.stopAll());
  const database = new pg.Pool({ connectionString: databaseUrl, max: 4 });
  onCleanUp(() => database.end());
  await step('Stripe emulator, development mail server and web server', async () => {
    await Promise.all([processes.start('stripe'), processes.start('mail'), processes.start('web')]);
  });
  const urls = { url: urlOf(port), stripeUrl: urlOf(stripePort), databaseUrl, redisUrl: redis.url };
  return { ...urls, secrets, env, database, processes };
}

async function startDatabase(dataDir: string, settings: Record<string, string>): Promise<string> {
  const first = await startPostgres({ dataDir });
  if (Object.keys(settings).length === 0) {
    onCleanUp(first.stop);
    return first.url;
  }
  const client = new pg.Client({ connectionString: first.url });
  await client.connect();
  for (const [name, value] of Object.entries(settings)) await client.query(`ALTER SYSTEM SET ${name} = '${value}'`);
  await client.end();
  await first.stop();
  const second = await startPostgres({ dataDir });
  onCleanUp(second.stop);
  return second.url;
}
