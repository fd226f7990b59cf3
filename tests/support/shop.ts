import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { freePort } from '../../dev/free-port.ts';
import { endChild } from '../../dev/processes.ts';
import { startRedis } from '../../dev/redis/start-redis.ts';
import { migrate } from '../../prisma/migrate.ts';

export type Shop = {
  url: string;
  stripeUrl: string;
  mailUrl: string;
  redisUrl: string;
  dataDir: string;
  database: pg.Pool;
  /** Ends one of its processes as a crash would, and starts it again. */
  kill(name: 'web' | 'worker', signal?: NodeJS.Signals): void;
  restart(name: 'web' | 'worker'): Promise<void>;
  stop(): Promise<void>;
};

/**
 * A whole shop of its own, as production runs it: database, Redis, Stripe stand-in, mailbox, web and
 * worker, each a real process on a free port. `adminUrl` is a PostgreSQL that may make databases.
 */
export async function startShop(adminUrl: string): Promise<Shop> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'shop-'));
  const databaseUrl = await makeDatabase(adminUrl);
  const redis = await startRedis({ dataDir });
  const [port, stripePort, smtpPort, mailPort] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  const url = `http://localhost:${port}`;
  const stripeUrl = `http://localhost:${stripePort}`;
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    LOG_LEVEL: 'warn',
    PORT: String(port),
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    REDIS_URL: redis.url,
    NEXTAUTH_URL: url,
    NEXTAUTH_SECRET: 'for-tests-only-for-tests-only-for-tests',
    INTERNAL_SECRET: 'for-tests-only-for-tests-only-for-tests',
    STRIPE_SECRET_KEY: 'sk_test_shop',
    STRIPE_WEBHOOK_SECRET: 'whsec_shop',
    STRIPE_API_URL: stripeUrl,
    SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
  };
  const commands = {
    stripe: [
      'dev/stripe/main.ts',
      ...[
        '--port',
        String(stripePort),
        '--data',
        path.join(dataDir, 'stripe'),
        '--webhook',
        `${url}/api/webhooks/stripe`,
      ],
      ...['--secret', 'whsec_shop', '--key', 'sk_test_shop', '--delayed-seconds', '1'],
    ],
    mail: [
      'dev/mail/main.ts',
      '--smtp-port',
      String(smtpPort),
      '--http-port',
      String(mailPort),
      '--data',
      path.join(dataDir, 'mail'),
    ],
    web: ['node_modules/next/dist/bin/next', 'start', '-p', String(port)],
    worker: ['worker/main.ts'],
  };
  const children = new Map<string, ChildProcess>();
  const start = (name: keyof typeof commands) => {
    const child = spawn(process.execPath, commands[name], {
      env,
      detached: true,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    children.set(name, child);
  };
  const stop = async () => {
    await Promise.all([...children.values()].map((child) => endChild(child)));
    await database.end();
    await redis.stop();
    await dropDatabase(adminUrl, databaseUrl);
    rmSync(dataDir, { recursive: true, force: true });
  };
  const database = new pg.Pool({ connectionString: databaseUrl, max: 4 });
  for (const name of Object.keys(commands) as (keyof typeof commands)[]) start(name);
  try {
    await answers(`${url}/api/health`);
    await answers(`${stripeUrl}/health`);
    await answers(`http://localhost:${mailPort}/health`);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url,
    stripeUrl,
    mailUrl: `http://localhost:${mailPort}`,
    redisUrl: redis.url,
    dataDir,
    database,
    kill: (name, signal = 'SIGKILL') => children.get(name)?.kill(signal),
    async restart(name) {
      start(name);
      await answers(`${url}/api/health`);
    },
    stop,
  };
}

async function makeDatabase(adminUrl: string): Promise<string> {
  const url = new URL(adminUrl);
  if (!['localhost', '127.0.0.1'].includes(url.hostname))
    throw new Error(`Tests make and drop databases, so never on ${url.hostname}.`);
  const name = `shop_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
  await asAdmin(adminUrl, `CREATE DATABASE ${name}`);
  url.pathname = `/${name}`;
  await migrate(url.href);
  return url.href;
}

const dropDatabase = (adminUrl: string, url: string) =>
  asAdmin(adminUrl, `DROP DATABASE IF EXISTS ${new URL(url).pathname.slice(1)} WITH (FORCE)`);

async function asAdmin(adminUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

async function answers(url: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  let last = 'no answer';
  while (Date.now() < deadline) {
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return;
    if (response) last = await response.text();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${url} does not answer: ${last}`);
}
