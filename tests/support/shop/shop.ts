import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import { migrate } from '../../../cli/migrate.ts';
import { freePort } from '../../../dev/free-port.ts';
import { startRedis } from '../../../dev/redis/start-redis.ts';
import { asAdmin, dropDatabase, withDatabase } from '../database/admin-database.ts';
import { eventually } from '../eventually.ts';
import type { TcpProxy } from '../http/tcp-proxy.ts';
import type { Program } from './program.ts';
import { type ProgramName, shopPrograms, workerNames } from './shop-programs.ts';
import { type Service, startShopProxies } from './shop-proxies.ts';

export type Shop = {
  url: string;
  stripeUrl: string;
  mailUrl: string;
  redisUrl: string;
  dataDir: string;
  database: pg.Pool;
  /** The ways by which web and worker alone reach what `proxied` named; everything above goes past them. */
  proxies: Readonly<Record<Service, TcpProxy>>;
  /** Ends one of its processes as a crash would. */
  kill(name: ProgramName, signal?: NodeJS.Signals): void;
  signal(name: ProgramName, signal: NodeJS.Signals): void;
  /** Starts it again, after its end, and waits until it works. @param env changes for this start. */
  restart(name: ProgramName, env?: Record<string, string>): Promise<void>;
  /** Of the one that runs. */
  processId(name: ProgramName): number;
  /** How it ends: its exit code, or the signal that killed it. */
  ended(name: ProgramName): Promise<number | NodeJS.Signals | null>;
  /** What it has logged so far, one JSON object a line. */
  log(name: ProgramName): string;
  stop(): Promise<void>;
};

type Options = {
  /** Which services web and worker reach through a proxy only. */
  proxied?: readonly Service[];
  workers?: number;
  /** Changes to the environment of every program. */
  env?: Record<string, string>;
};

/**
 * A whole shop of its own, as production runs it: database, Redis, Stripe stand-in, mailbox, web and
 * workers, each a real process on a free port. `adminUrl` is a PostgreSQL that may make databases.
 */
export async function startShop(
  adminUrl: string,
  { proxied = [], workers = 1, env = {} }: Options = {},
): Promise<Shop> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'shop-'));
  const name = `shop_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
  const databaseUrl = withDatabase(adminUrl, name);
  await asAdmin(adminUrl, `CREATE DATABASE ${name}`);
  await migrate(databaseUrl);
  const redis = await startRedis({ dataDir });
  const [port, stripePort, smtpPort, mailPort] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  const url = `http://localhost:${port}`;
  const stripeUrl = `http://localhost:${stripePort}`;
  const mailUrl = `http://localhost:${mailPort}`;
  const ways = await startShopProxies(proxied, { database: databaseUrl, redis: redis.url, stripe: stripeUrl });
  const ports = { port, stripePort, smtpPort, mailPort };
  const programs = shopPrograms({ dataDir, ports, services: ways.addresses }, workers, env);
  const program = (wanted: string): Program => {
    const found = programs.get(wanted);
    if (!found) throw new Error(`this shop has no ${wanted}`);
    return found;
  };
  const works = (one: ProgramName) => (one === 'web' ? answers(`${url}/api/live`) : beats(redis.url, program(one).pid));
  const database = new pg.Pool({ connectionString: databaseUrl, max: 4 });
  const stop = async () => {
    ways.passAll();
    await Promise.all([...programs.values()].map((one) => one.end()));
    await ways.close();
    await database.end();
    await redis.stop();
    await dropDatabase(adminUrl, name);
    rmSync(dataDir, { recursive: true, force: true });
  };
  for (const one of programs.values()) one.start();
  try {
    await Promise.all([works('web'), ...workerNames(workers).map(works)]);
    await Promise.all([answers(`${stripeUrl}/health`), answers(`${mailUrl}/health`)]);
    if (workers > 0) await answers(`${url}/api/health`);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    ...{ url, stripeUrl, mailUrl, redisUrl: redis.url, dataDir, database },
    proxies: {
      get database() {
        return ways.of('database');
      },
      get redis() {
        return ways.of('redis');
      },
      get stripe() {
        return ways.of('stripe');
      },
    },
    kill: (wanted, signal = 'SIGKILL') => program(wanted).signal(signal),
    signal: (wanted, signal) => program(wanted).signal(signal),
    async restart(wanted, changes) {
      await program(wanted).end();
      program(wanted).start(changes);
      await works(wanted);
    },
    processId: (wanted) => program(wanted).pid,
    ended: (wanted) => program(wanted).ended(),
    log: (wanted) => program(wanted).log(),
    stop,
  };
}

function answers(url: string): Promise<void> {
  return eventually(async () => {
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    if (response.ok) return response.body?.cancel();
    throw new Error(`${url} answers ${response.status}: ${await response.text()}`);
  }, 60_000);
}

/** Until the worker with this process id says that it is alive; another one's word does not count. */
async function beats(redisUrl: string, pid: number): Promise<void> {
  const redis = new Redis(redisUrl);
  await eventually(async () => {
    const names = await redis.zrange('workers:alive', '0', '-1');
    if (!names.some((name) => name.includes(`-${pid}-`))) throw new Error('the worker does not start');
  }, 60_000).finally(() => redis.disconnect());
}
