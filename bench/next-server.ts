import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { endChild } from '../dev/processes.ts';
import { Plain } from '../dev/say.ts';
import { atEnd } from './clean-up.ts';

const next = createRequire(import.meta.url).resolve('next/dist/bin/next');

/** Runs `next <args>`; what it prints is kept for the case of failure. */
export function spawnNext(args: string[], env: NodeJS.ProcessEnv): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, [next, ...args], {
    env: { ...env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    // A group of its own: Ctrl-C reaches it through the clean-up only.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
  return { child, output: () => output };
}

/**
 * Starts the built Next app in `folder` and waits for its first answer; it ends with the measurement.
 * @returns its address.
 * @throws {Plain} when it does not answer within 30 seconds.
 */
export async function startNext(folder: string, port: number, env: NodeJS.ProcessEnv): Promise<string> {
  const { child, output } = spawnNext(['start', folder, '-p', String(port)], env);
  atEnd(() => endChild(child));
  const url = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline && child.exitCode === null) {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => null);
    if (response?.ok) return url;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Plain(`next start in ${folder} did not answer:\n${output()}`);
}
