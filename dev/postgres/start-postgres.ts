import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { freePort } from '../free-port.ts';
import { loadPassword } from '../private-files.ts';
import {
  commandLine,
  endWithParent,
  exitReason,
  hasEnded,
  stopChild,
  stopOrphan,
} from '../processes/child-processes.ts';
import type { Service } from '../processes/keep-service-running.ts';
import { CliError } from '../terminal.ts';
import { makePrivateFolder, type PostgresHome, postgresHome } from './postgres-home.ts';

const USER = 'makeyourspace';
const DATABASE = 'makeyourspace';

export type RunningPostgres = Service & { isNew: boolean };

/**
 * Runs PostgreSQL from the npm package on 127.0.0.1, with its data below `dataDir`; the first start creates the cluster
 * and the database `makeyourspace`.
 * @param fast for tests: faster, but a crash of the machine may lose data.
 * @param port a free one unless given.
 * @throws {CliError} if it does not start within 30 seconds.
 */
export async function startPostgres({
  dataDir,
  fast = false,
  port: givenPort,
}: {
  dataDir: string;
  fast?: boolean;
  port?: number | undefined;
}): Promise<RunningPostgres> {
  mkdirSync(dataDir, { recursive: true });
  const home = postgresHome(path.resolve(dataDir));
  const password = loadPassword(path.join(dataDir, 'postgres-password'));
  const isNew = !existsSync(path.join(home.cluster, 'PG_VERSION'));
  if (isNew) await createCluster(home, password, fast);
  await stopLeftoverServer(home.cluster);
  const port = givenPort ?? (await freePort());
  const server = run(home, 'postgres', serverArguments(home, port, fast), path.join(dataDir, 'postgres.log'));
  endWithParent(server, 'INT');
  const ended = exitReason(server);
  const urlOf = (database: string) => `postgresql://${USER}:${password}@127.0.0.1:${port}/${database}`;
  // SIGINT is PostgreSQL's fast shutdown: it rolls open transactions back, then ends.
  const stop = () => stopChild(server, ['SIGINT', 'SIGQUIT']);
  try {
    await createDatabase(await connectWhenReady(server, urlOf('postgres')));
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: urlOf(DATABASE), port, isNew, ended, stop };
}

const cleanEnvironment = { PATH: process.env.PATH, NODE_ENV: process.env.NODE_ENV };

/** In its own process group: Ctrl-C must not end the database before the programs that use it. */
function run(home: PostgresHome, program: string, args: string[], logFile: string): ChildProcess {
  const log = openSync(logFile, 'a', 0o600);
  return spawn(path.join(home.programs, 'bin', program), args, {
    ...home.owner,
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
    // Nothing from this process's environment, which may have secrets and the PG… variables of another database.
    env: { ...cleanEnvironment, LC_ALL: 'C', TZ: 'UTC' },
  });
}

async function createCluster(home: PostgresHome, password: string, fast: boolean): Promise<void> {
  // Created under another name and renamed when complete, so that an interrupted start leaves no partial cluster.
  const partial = `${home.cluster}.partial`;
  rmSync(partial, { recursive: true, force: true });
  makePrivateFolder(partial, home.owner);
  const passwordFile = path.join(tmpdir(), `pw-${randomBytes(8).toString('hex')}`);
  const logFile = `${passwordFile}.log`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (home.owner) chownSync(passwordFile, home.owner.uid, home.owner.gid);
  try {
    const args = [
      '--pgdata',
      partial,
      '--username',
      USER,
      '--pwfile',
      passwordFile,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
    ];
    const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
    const initdb = run(home, 'initdb', [...args, ...locale, ...(fast ? ['--no-sync'] : [])], logFile);
    endWithParent(initdb);
    const reason = await exitReason(initdb);
    if (reason !== 'code 0')
      throw new CliError(
        `PostgreSQL could not create its data folder (${reason}): ${readFileSync(logFile, 'utf8').trim().split('\n').at(-1)}`,
      );
    renameSync(partial, home.cluster);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(logFile, { force: true });
  }
}

/**
 * After kill -9 of its parent a server may still use the data. A process id that was reused must not block this start.
 */
async function stopLeftoverServer(cluster: string): Promise<void> {
  const file = path.join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
  await stopOrphan(pid, () => commandLine(pid)?.includes(cluster) ?? false, 'SIGINT');
  rmSync(file, { force: true });
}

function serverArguments({ cluster }: PostgresHome, port: number, fast: boolean): string[] {
  const settings: Record<string, string> = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: `${fast ? 128 : sharedBuffers()}MB`,
    // After a checkpoint the first change of a page writes the full page to the WAL.
    wal_compression: 'pglz',
    ...(fast && { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

/**
 * An eighth of the memory, from 128 to 2,048 MB. Only what is used takes memory; a search among a million works is
 * fast if its rows and their index fit.
 */
function sharedBuffers(): number {
  const limit = process.constrainedMemory() || Number.POSITIVE_INFINITY;
  const memory = Math.min(totalmem(), limit) / 2 ** 20;
  return Math.round(Math.min(2_048, Math.max(128, memory / 8)));
}

async function connectWhenReady(server: ChildProcess, url: string): Promise<pg.Client> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => {});
      if (hasEnded(server) || Date.now() > deadline) {
        throw new CliError(
          `PostgreSQL did not start: ${error instanceof Error ? error.message : error}; its log is postgres.log in the data folder.`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function createDatabase(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE]);
  if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  await client.end();
}
