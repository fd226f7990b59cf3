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
import { atEnd } from './clean-up.ts';
import { runNode } from './run-node.ts';
import { type Programs, ShopProcesses } from './shop-processes.ts';

export type OwnShop = {
  url: string;
  stripeUrl: string;
  databaseUrl: string;
  redisUrl: string;
  secrets: Secrets;
  /** That of web and worker. */
  env: NodeJS.ProcessEnv;
  database: pg.Pool;
  processes: ShopProcesses;
};

type Options = {
  /** Leaves what was written, with the logs, and says where. */
  keep?: boolean | undefined;
  /** A folder for a CPU profile of each program. */
  profile?: string | undefined;
  /** Settings of PostgreSQL beside those of `npm start`. */
  postgres?: Record<string, string>;
};

/**
 * A whole shop for one measurement, empty, each part a real process on a free port: PostgreSQL and Redis as
 * `npm start` runs them, the Stripe stand-in, the mailbox and the web server. Workers are the caller's to start.
 * It ends with the measurement, and what it wrote is gone then.
 */
export async function startOwnShop({ keep = false, profile, postgres = {} }: Options = {}): Promise<OwnShop> {
  await buildIfChanged();
  const dataDir = mkdtempSync(path.join(tmpdir(), 'bench-'));
  // PostgreSQL's own user, as whom root runs it, must be able to enter.
  chmodSync(dataDir, 0o755);
  atEnd(async () => {
    if (keep) console.log(`The data and the logs are in ${dataDir}.`);
    else rmSync(dataDir, { recursive: true, force: true });
  });
  const databaseUrl = await step('PostgreSQL', () => startDatabase(dataDir, postgres));
  const redis = await step('Redis', () => startRedis({ dataDir }));
  atEnd(redis.stop);
  const [port, stripePort, smtpPort, mailPort] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  const urlOf = (number: number) => `http://127.0.0.1:${number}`;
  const secrets = loadSecrets(dataDir);
  const env = completeEnvironment(
    {
      ...{ NODE_ENV: 'production', PATH: process.env.PATH, PORT: String(port), NEXTAUTH_URL: urlOf(port) },
      // Nothing listens there: the rates are those that came with the shop.
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
        ...['--webhook', `${urlOf(port)}/api/webhooks/stripe`, '--secret', secrets.STRIPE_WEBHOOK_SECRET],
        ...['--key', secrets.STRIPE_SECRET_KEY],
      ],
      address: `${urlOf(stripePort)}/health`,
    },
    mail: {
      args: [
        'dev/mail/main.ts',
        ...['--smtp-port', String(smtpPort), '--http-port', String(mailPort), '--data', path.join(dataDir, 'mail')],
      ],
      address: `${urlOf(mailPort)}/health`,
    },
    web: {
      args: ['server/main.ts'],
      address: `${urlOf(port)}/robots.txt`,
    },
    worker: { args: ['worker/main.ts'], address: null },
  };
  await runNode(['cli/migrate.ts'], env);
  const processes = new ShopProcesses(programs, env, dataDir);
  atEnd(() => processes.stopAll());
  const database = new pg.Pool({ connectionString: databaseUrl, max: 4 });
  atEnd(() => database.end());
  await step('Stripe stand-in, mailbox and web server', async () => {
    await Promise.all([processes.start('stripe'), processes.start('mail'), processes.start('web')]);
  });
  const addresses = { url: urlOf(port), stripeUrl: urlOf(stripePort), databaseUrl, redisUrl: redis.url };
  return { ...addresses, secrets, env, database, processes };
}

async function startDatabase(dataDir: string, settings: Record<string, string>): Promise<string> {
  const first = await startPostgres({ dataDir });
  if (Object.keys(settings).length === 0) {
    atEnd(first.stop);
    return first.url;
  }
  const client = new pg.Client({ connectionString: first.url });
  await client.connect();
  for (const [name, value] of Object.entries(settings)) await client.query(`ALTER SYSTEM SET ${name} = '${value}'`);
  await client.end();
  await first.stop();
  const second = await startPostgres({ dataDir });
  atEnd(second.stop);
  return second.url;
}
