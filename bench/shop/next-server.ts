import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { stopChild } from '../../dev/processes/child-processes.ts';
import { CliError } from '../../dev/terminal.ts';
import { atEnd } from './clean-up.ts';

const NEXT = createRequire(import.meta.url).resolve('next/dist/bin/next');
const SHOP = 'server/main.ts';

type Spawned = { child: ChildProcess; output: () => string };

function spawnProgram(args: string[], env: NodeJS.ProcessEnv): Spawned {
  const child = spawn(process.execPath, args, {
    env: { ...env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    // A group of its own: Ctrl-C reaches it through the clean-up only.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
  return { child, output: () => output };
}

/** Runs `next <args>`; what it prints is kept in case it fails. */
export const spawnNext = (args: string[], env: NodeJS.ProcessEnv): Spawned => spawnProgram([NEXT, ...args], env);

/**
 * Starts the built Next app in `folder` with Next's own server, and waits for its first response.
 * @returns its URL. It ends with the measurement.
 * @throws {CliError} when it does not answer within 30 seconds.
 */
export const startNext = (folder: string, port: number, env: NodeJS.ProcessEnv): Promise<string> =>
  waitUntilUp(`next start in ${folder}`, spawnNext(['start', folder, '-p', String(port)], env), port);

/** The same for the shop's own web server, which takes its port from `env`. */
export const startShop = (port: number, env: NodeJS.ProcessEnv): Promise<string> =>
  waitUntilUp(SHOP, spawnProgram([SHOP], { ...env, PORT: String(port) }), port);

async function waitUntilUp(name: string, { child, output }: Spawned, port: number): Promise<string> {
  atEnd(() => stopChild(child));
  const url = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline && child.exitCode === null) {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => null);
    if (response?.ok) return url;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new CliError(`${name} did not answer:\n${output()}`);
}
