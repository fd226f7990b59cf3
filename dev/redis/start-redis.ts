import { spawn } from 'node:child_process';
import { existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { freePort } from '../free-port.ts';
import { loadPassword, makePrivate, withPrivateUmask } from '../private-files.ts';
import { commandLine, endWithParent, exitReason, stopChild, stopOrphan } from '../processes/child-processes.ts';
import type { Service } from '../processes/keep-service-running.ts';
import { CliError } from '../terminal.ts';
import { redisProgram } from './redis-program.ts';

/**
 * Runs Redis on 127.0.0.1 with its data below `dataDir`: an append-only file, synced every second, and no eviction, so
 * that the stream's entries survive a crash and are never evicted. It has a password of its own, and its files are for
 * their owner only.
 * @param port a free one unless given.
 * @throws {CliError} if it does not start within 20 seconds.
 */
export async function startRedis({
  dataDir,
  port: givenPort,
}: {
  dataDir: string;
  port?: number | undefined;
}): Promise<Service> {
  const { file, libraries } = redisProgram();
  const folder = path.join(path.resolve(dataDir), 'redis');
  makePrivate(folder);
  const password = loadPassword(path.join(dataDir, 'redis-password'));
  const pidFile = path.join(folder, 'redis.pid');
  if (existsSync(pidFile)) {
    const [pid = '', marker = ''] = readFileSync(pidFile, 'utf8').split('\n');
    await stopOrphan(
      Number(pid),
      () => marker !== '' && (commandLine(Number(pid))?.includes(marker) ?? false),
      'SIGTERM',
    );
  }
  const port = givenPort ?? (await freePort());
  const settings: Record<string, string> = {
    port: String(port),
    bind: '127.0.0.1',
    dir: folder,
    appendonly: 'yes',
    appendfsync: 'everysec',
    'maxmemory-policy': 'noeviction',
    save: '',
    databases: '64',
    requirepass: password,
  };
  const log = openSync(path.join(dataDir, 'redis.log'), 'a', 0o600);
  // The settings come through standard input: everybody on the machine can read a command line.
  const server = withPrivateUmask(() =>
    spawn(file, ['-'], {
      detached: true,
      stdio: ['pipe', log, log],
      env: { ...process.env, ...(libraries && { LD_LIBRARY_PATH: libraries }) },
    }),
  );
  // A server that could not be started is reported below.
  server.stdin?.on('error', () => {}).end(toConfiguration(settings));
  const ended = exitReason(server);
  endWithParent(server);
  // Redis sets its process title to `redis-server 127.0.0.1:<port>`.
  writeFileSync(pidFile, `${server.pid}\n127.0.0.1:${port}`, { mode: 0o600 });
  const stop = async () => {
    await stopChild(server);
    rmSync(pidFile, { force: true });
  };
  const failure = ended.then((reason) => {
    throw new CliError(`Redis did not start (${reason}); its log is redis.log in the data folder.`);
  });
  failure.catch(() => {});
  try {
    await Promise.race([waitForPong(port, password), failure]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `redis://:${password}@127.0.0.1:${port}`, port, ended, stop };
}

const toConfiguration = (settings: Record<string, string>) =>
  Object.entries(settings)
    .map(([name, value]) => `${name} ${JSON.stringify(value)}\n`)
    .join('');

async function waitForPong(port: number, password: string): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    // While it reads its file after a restart, Redis replies LOADING.
    if ((await ping(port, password)).includes('+PONG')) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new CliError('Redis did not reply within 20 seconds; its log is redis.log in the data folder.');
}

function ping(port: number, password: string): Promise<string> {
  return new Promise((resolve) => {
    let reply = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(`AUTH ${password}\r\nPING\r\nQUIT\r\n`));
    socket.setTimeout(500, () => socket.destroy());
    socket.on('data', (data) => {
      reply += data;
    });
    socket.once('error', () => resolve(''));
    socket.once('close', () => resolve(reply));
  });
}
