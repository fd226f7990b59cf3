import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { CliError } from '../dev/terminal.ts';

/** What one run of wrk saw; latencies in milliseconds. */
export type Load = { requestsPerSecond: number; p50: number; p99: number };

/** `script`: the path of a Lua script that makes the requests, which gets `args`. */
export type Target = { url: string; cookie?: string; script?: string; args?: string[] };

/** From how many connections the load comes, here and wherever it is compared. */
export const CONNECTIONS = 16;

/** @throws {CliError} when wrk is missing. */
export function requireWrk(): void {
  if (spawnSync('wrk', ['--version']).error)
    throw new CliError('wrk is missing, with which the load is made: install it with `sudo apt-get install wrk`.');
}

/**
 * Asks `target` as fast as it answers, over its connections from one thread.
 * @throws {CliError} when an answer was neither 2xx nor 3xx, because a measurement of errors says nothing.
 */
export async function runWrk({ url, cookie, script, args: own = [] }: Target, seconds: number): Promise<Load> {
  const args = [
    ...['-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, '--latency'],
    ...(cookie ? ['-H', `Cookie: ${cookie}`] : []),
    ...(script ? ['-s', script] : []),
    url,
    ...(own.length > 0 ? ['--', ...own] : []),
  ];
  const { stdout } = await promisify(execFile)('wrk', args);
  const problem = /Non-2xx or 3xx responses: \d+|Socket errors: .*[1-9].*/.exec(stdout);
  if (problem) throw new CliError(`${url} did not answer well under load (${problem[0].trim()}).`);
  const p50 = milliseconds(/50%\s+([\d.]+)(us|ms|s)/.exec(stdout));
  const p99 = milliseconds(/99%\s+([\d.]+)(us|ms|s)/.exec(stdout));
  return { requestsPerSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1]), p50, p99 };
}

const UNITS: Record<string, number> = { us: 0.001, ms: 1, s: 1000 };

function milliseconds(match: RegExpExecArray | null): number {
  return Number(match?.[1]) * (UNITS[match?.[2] ?? ''] ?? Number.NaN);
}

/** Half of the values are above it, half below. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
