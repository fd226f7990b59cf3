import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { migrate } from '../../cli/migrate.ts';
import { freePort } from '../../dev/free-port.ts';
import { startPostgres } from '../../dev/postgres/start-postgres.ts';
import { eventually } from '../support/eventually.ts';
import { listProcesses, type ProcessRow } from '../support/shop/list-processes.ts';

const START_MS = 90_000;

let dataDir: string;
let port: number;
let npm: ChildProcess | undefined;
let output = '';

/** A shop that is not empty, so that no start draws the demo gallery. */
beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'start-'));
  port = await freePort();
  // When root runs the tests, PostgreSQL runs as another user, who passes through the folder.
  if (process.getuid?.() === 0) chmodSync(dataDir, 0o711);
  const postgres = await startPostgres({ dataDir, fast: true });
  await migrate(postgres.url);
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  await client.query(
    "INSERT INTO users (id, username, email, display_name) VALUES (gen_random_uuid(), 'a', 'a@b.c', 'A')",
  );
  await client.end();
  await postgres.stop();
});

afterEach(async () => {
  if (npm?.pid !== undefined && npm.exitCode === null && npm.signalCode === null) process.kill(-npm.pid, 'SIGKILL');
});

afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

/** Runs `npm start` as a terminal does, and waits until it has printed its last line. */
async function start(env: Record<string, string> = {}): Promise<ChildProcess> {
  output = '';
  const { PATH, HOME } = process.env;
  const own: Record<string, string | undefined> = { PATH, HOME, PORT: String(port), DATA_DIR: dataDir };
  const child = spawn('npm', ['start'], {
    env: { ...own, CURRENCY_SERVICE_URL: 'http://127.0.0.1:9', ...env } as Record<string, string> as NodeJS.ProcessEnv,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  npm = child;
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => {
      output += data;
    });
  }
  await eventually(() => expect(output).toContain('Ctrl-C stops everything.'), START_MS);
  return child;
}

/** Every process below one, and that process. */
async function familyOf(pid: number): Promise<ProcessRow[]> {
  const all = await listProcesses();
  const family = all.filter((row) => row.pid === pid);
  for (const parent of family) family.push(...all.filter((row) => row.parent === parent.pid));
  return family;
}

const pidOf = (family: ProcessRow[], command: string): number => {
  const found = family.find((row) => row.command.includes(command));
  if (!found) throw new Error(`no process runs ${command}`);
  return found.pid;
};

test.for<[NodeJS.Signals, string]>([
  ['SIGINT', 'npm start'],
  ['SIGTERM', 'npm start'],
  ['SIGINT', 'dev/bootstrap.js'],
  ['SIGTERM', 'dev/bootstrap.js'],
  ['SIGINT', 'dev/start.ts'],
  ['SIGTERM', 'dev/start.ts'],
])('%s to the process of “%s” alone stops everything', { timeout: START_MS + 30_000 }, async ([signal, command]) => {
  const child = await start();
  const family = await familyOf(child.pid ?? 0);
  const commands = family.map((row) => row.command).join('\n');
  for (const part of ['postgres', 'redis-server', 'server/main.ts', 'worker/main.ts', 'dev/stripe', 'dev/mail'])
    expect(commands.replaceAll('next-server', 'server/main.ts').replaceAll('valkey', 'redis')).toContain(part);
  const ended = new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
    child.once('exit', (...end) => resolve(end)),
  );
  const target =
    command === 'npm start'
      ? (child.pid ?? 0)
      : pidOf(
          family.filter((row) => row.pid !== child.pid),
          command,
        );
  process.kill(target, signal);
  expect(await ended).toEqual([0, null]);
  const left = async () => {
    const alive = new Map((await listProcesses()).map((row) => [row.pid, row.command]));
    return family.filter((row) => alive.get(row.pid) === row.command).map((row) => row.command);
  };
  await eventually(async () => expect(await left()).toEqual([]));
  expect(readdirSync(dataDir)).not.toContain('running.json');
  expect(readdirSync(dataDir)).not.toContain('lock');
});

/** Whether a server on this machine accepts connections to this IP address. */
const accepts = (host: string, at: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(at, host, () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

/** What Redis replies to a command without a password. */
const redisReply = (at: number) =>
  new Promise<string>((resolve, reject) => {
    const socket = connect(at, '127.0.0.1', () => socket.write('PING\r\n')).once('error', reject);
    socket.once('data', (data) => {
      resolve(String(data));
      socket.destroy();
    });
  });

/** Paths below a folder, besides PostgreSQL’s own, with their permissions for others. */
function openFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.startsWith(`postgres${path.sep}`))
    .filter((name) => (statSync(path.join(folder, name)).mode & 0o077) !== 0);
}

test(
  'only this machine reaches it, its files are its owner’s, and no secret is on a command line',
  async () => {
    const child = await start();
    expect(output).toContain(`MakeYourSpace  http://localhost:${port}\n`);
    expect(output).not.toContain('other machines');
    const { services } = JSON.parse(readFileSync(path.join(dataDir, 'services.json'), 'utf8'));
    const portOf = (url: string) => Number(new URL(url).port);
    const ports = JSON.parse(readFileSync(path.join(dataDir, 'ports.json'), 'utf8'));
    const all = [port, portOf(services.DATABASE_URL), portOf(services.REDIS_URL), ...Object.values<number>(ports)];
    expect(all).toHaveLength(6);
    for (const one of all) {
      expect([one, await accepts('127.0.0.1', one)]).toEqual([one, true]);
      // Another address of this machine: a server on all interfaces would accept it.
      expect([one, await accepts('127.0.0.2', one)]).toEqual([one, false]);
    }
    expect(await redisReply(portOf(services.REDIS_URL))).toMatch(/^-NOAUTH/);

    const file = await fetch(`http://localhost:${port}/.well-known/security.txt`);
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
    const text = await file.text();
    expect(text).toContain('Contact: mailto:shop@localhost\n');
    expect(text).toContain(`Canonical: http://localhost:${port}/.well-known/security.txt\n`);
    const expires = Date.parse(/^Expires: (.*)$/m.exec(text)?.[1] ?? '');
    expect(expires - Date.now()).toBeGreaterThan(30 * 86_400_000);
    expect(expires - Date.now()).toBeLessThan(365 * 86_400_000);

    const mails = path.join(dataDir, 'mail');
    expect(readdirSync(dataDir)).toEqual(expect.arrayContaining(['redis', 'stripe', 'mail', 'secrets.json']));
    expect(openFiles(dataDir)).toEqual([]);
    expect(statSync(mails).mode & 0o777).toBe(0o700);
    // Nobody else can list or read it.
    expect(statSync(dataDir).mode & 0o066).toBe(0);

    const secrets = Object.values<string>(JSON.parse(readFileSync(path.join(dataDir, 'secrets.json'), 'utf8')));
    for (const name of ['redis-password', 'postgres-password'])
      secrets.push(readFileSync(path.join(dataDir, name), 'utf8'));
    expect(secrets.length).toBeGreaterThan(5);
    const commands = (await familyOf(child.pid ?? 0)).map((row) => row.command).join('\n');
    for (const secret of secrets) expect(commands.includes(secret)).toBe(false);
    process.kill(child.pid ?? 0, 'SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
  },
  START_MS + 30_000,
);

test(
  'with HOST it listens where it is told, and says so',
  async () => {
    const child = await start({ HOST: '127.0.0.2' });
    expect(output).toContain(`MakeYourSpace  http://127.0.0.2:${port}\n`);
    expect(await accepts('127.0.0.2', port)).toBe(true);
    expect(await accepts('127.0.0.1', port)).toBe(false);
    process.kill(child.pid ?? 0, 'SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
  },
  START_MS + 30_000,
);
