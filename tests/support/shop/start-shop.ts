import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import { migrate } from '../../../cli/migrate.ts';
import { freePort } from '../../../dev/free-port.ts';
import { startRedis } from '../../../dev/redis/start-redis.ts';
import { dropDatabase, runAsAdmin, withDatabase } from '../database/admin-database.ts';
import { eventually } from '../eventually.ts';
import type { TcpProxy } from '../start-tcp-proxy.ts';
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
  /** The proxies between the shop's processes and the services in `proxied`; the URLs above bypass them. */
  proxies: Readonly<Record<Service, TcpProxy>>;
  /** Kills one of its processes, as a crash would. */
  kill(name: ProgramName, signal?: NodeJS.Signals): void;
  signal(name: ProgramName, signal: NodeJS.Signals): void;
  /** Ends a process, starts it again and waits until it is ready. @param env changes for this start. */
  restart(name: ProgramName, env?: Record<string, string>): Promise<void>;
  /**
   * Undoes what a test left broken when it failed: proxies pass, and the named processes run and are ready. For
   * `beforeEach`, so that the next test, or the same one run again, begins with a whole shop.
   */
  recover(names?: readonly ProgramName[]): Promise<void>;
  /** Starts one more web process, which ends with the shop or before. @returns its own URL. */
  addWebProcess(): Promise<{ url: string; end(): Promise<void> }>;
  /** The id of the running process. */
  processId(name: ProgramName): number;
  /** Waits for its end. @returns the exit code, or the signal that killed it. */
  ended(name: ProgramName): Promise<number | NodeJS.Signals | null>;
  /** Everything that it has logged, one JSON object per line. */
  log(name: ProgramName): string;
  /** Everything that it has written to standard error, where Next reports errors. */
  errors(name: ProgramName): string;
  stop(): Promise<void>;
};

type Options = {
  /** The services that the web process and the workers reach through a proxy. */
  proxied?: readonly Service[];
  workers?: number;
  /** Changes to the environment of every program. */
  env?: Record<string, string>;
};

/**
 * Starts a complete shop, as production runs it: a database, Redis, the Stripe emulator, the development mail server,
 * the web process and the workers, each a real process on a free port.
 * @param adminUrl a PostgreSQL server on which databases may be created.
 */
export async function startShop(
  adminUrl: string,
  { proxied = [], workers = 1, env = {} }: Options = {},
): Promise<Shop> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'shop-'));
  const name = `shop_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
  const databaseUrl = withDatabase(adminUrl, name);
  await runAsAdmin(adminUrl, `CREATE DATABASE ${name}`);
  await migrate(databaseUrl);
  const redis = await startRedis({ dataDir });
  const [port, stripePort, smtpPort, mailPort] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  const url = `http://localhost:${port}`;
  const stripeUrl = `http://localhost:${stripePort}`;
  const mailUrl = `http://localhost:${mailPort}`;
  const shopProxies = await startShopProxies(proxied, { database: databaseUrl, redis: redis.url, stripe: stripeUrl });
  const ports = { port, stripePort, smtpPort, mailPort };
  const programs = shopPrograms({ dataDir, ports, services: shopProxies.urls }, workers, env);
  const program = (wanted: string): Program => {
    const found = programs.get(wanted);
    if (!found) throw new Error(`this shop has no ${wanted}`);
    return found;
  };
  const added: Program[] = [];
  const addWebProcess = async () => {
    const own = await freePort();
    const location = { dataDir, ports: { ...ports, port: own }, services: shopProxies.urls };
    const child = shopPrograms(location, 0, { ...env, NEXTAUTH_URL: url }).get('web');
    if (!child) throw new Error('this shop has no web process');
    added.push(child);
    child.start();
    await waitForResponse(`http://localhost:${own}/api/live`, () => child.requireRunning());
    return { url: `http://localhost:${own}`, end: () => child.end() };
  };
  const isReady = (name: ProgramName) => {
    const isRunning = () => program(name).requireRunning();
    return name === 'web'
      ? waitForResponse(`${url}/api/live`, isRunning)
      : waitForHeartbeat(redis.url, program(name).pid, isRunning);
  };
  const database = new pg.Pool({ connectionString: databaseUrl, max: 4 });
  const stop = async () => {
    shopProxies.passAll();
    await Promise.all([...programs.values(), ...added].map((child) => child.end()));
    await shopProxies.close();
    await database.end();
    await redis.stop();
    await dropDatabase(adminUrl, name);
    rmSync(dataDir, { recursive: true, force: true });
  };
  for (const child of programs.values()) child.start();
  try {
    await Promise.all([isReady('web'), ...workerNames(workers).map(isReady)]);
    await Promise.all([waitForResponse(`${stripeUrl}/health`), waitForResponse(`${mailUrl}/health`)]);
    if (workers > 0) await waitForResponse(`${url}/api/health`);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    ...{ url, stripeUrl, mailUrl, redisUrl: redis.url, dataDir, database },
    proxies: {
      get database() {
        return shopProxies.of('database');
      },
      get redis() {
        return shopProxies.of('redis');
      },
      get stripe() {
        return shopProxies.of('stripe');
      },
    },
    addWebProcess,
    kill: (wanted, signal = 'SIGKILL') => program(wanted).signal(signal),
    signal: (wanted, signal) => program(wanted).signal(signal),
    async restart(wanted, changes) {
      await program(wanted).end();
      program(wanted).start(changes);
      await isReady(wanted);
    },
    async recover(names = ['web', 'worker']) {
      shopProxies.passAll();
      for (const name of names) {
        if (program(name).resume()) continue;
        program(name).start();
        await isReady(name);
      }
    },
    processId: (wanted) => program(wanted).pid,
    ended: (wanted) => program(wanted).ended(),
    log: (wanted) => program(wanted).log(),
    errors: (wanted) => program(wanted).errors(),
    stop,
  };
}

function waitForResponse(url: string, requireRunning = () => {}): Promise<void> {
  return eventually(async () => {
    requireRunning();
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    if (response.ok) return response.body?.cancel();
    throw new Error(`${url} responds with ${response.status}: ${await response.text()}`);
  }, 60_000);
}

/** Waits for the heartbeat of the worker with this process id. */
async function waitForHeartbeat(redisUrl: string, pid: number, requireRunning: () => void): Promise<void> {
  const redis = new Redis(redisUrl);
  await eventually(async () => {
    requireRunning();
    const names = await redis.zrange('workers:alive', '0', '-1');
    if (!names.some((name) => name.includes(`-${pid}-`))) throw new Error('the worker does not start');
  }, 60_000).finally(() => redis.disconnect());
}
