import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { stopChild } from '../../dev/processes/child-processes.ts';
import { CliError } from '../../dev/terminal.ts';
import { onCleanUp } from './clean-up.ts';

const NEXT = createRequire(import.meta.url).resolve('next/dist/bin/next');
const SHOP = 'server/main.ts';

type Spawned = { child: ChildProcess; output: () => string };

function spawnProgram(args: string[], env: NodeJS.ProcessEnv): Spawned {
  const child = spawn(process.execPath, args, {
    env: { ...env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    // In its own process group: Ctrl-C reaches it only through the clean-up.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
  return { child, output: () => output };
}

/** Runs `next <args>`; its output is collected for the error message. */
export const spawnNext = (args: string[], env: NodeJS.ProcessEnv): Spawned => spawnProgram([NEXT, ...args], env);

/**
 * Starts the built Next app in `folder` with Next's own server and waits for its first response. It stops at the end
 * of the measurement.
 * @returns its URL.
 * @throws {CliError} if it does not respond within 30 seconds.
 */
export const startNext = (folder: string, port: number, env: NodeJS.ProcessEnv): Promise<string> =>
  waitUntilUp(`next start in ${folder}`, spawnNext(['start', folder, '-p', String(port)], env), port);

/** The same for the shop's own web server, which reads its port from `env`. */
export const startShop = (port: number, env: NodeJS.ProcessEnv): Promise<string> =>
  waitUntilUp(SHOP, spawnProgram([SHOP], { ...env, PORT: String(port) }), port);

async function waitUntilUp(name: string, { child, output }: Spawned, port: number): Promise<string> {
  onCleanUp(() => stopChild(child));
  const url = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline && child.exitCode === null) {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => null);
    if (response?.ok) return url;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new CliError(`${name} did not respond:\n${output()}`);
}
