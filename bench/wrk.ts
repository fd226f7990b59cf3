import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { CliError } from '../dev/terminal.ts';

/** The result of one wrk run; latencies in milliseconds. */
export type Load = { requestsPerSecond: number; p50: number; p99: number };

/** `script`: the path of a Lua script that creates the requests from `args`. */
export type Target = { url: string; cookie?: string; script?: string; args?: string[] };

/** The number of connections of wrk, and of whatever is compared with it. */
export const CONNECTIONS = 16;

/** @throws {CliError} if wrk is missing. */
export function requireWrk(): void {
  if (spawnSync('wrk', ['--version']).error)
    throw new CliError('wrk, which generates the load, is missing: install it with `sudo apt-get install wrk`.');
}

/**
 * Sends requests to `target` as fast as it responds, from one thread.
 * @throws {CliError} if a response is neither 2xx nor 3xx, because a measurement of errors is meaningless.
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
  if (problem) throw new CliError(`${url} returned errors under load (${problem[0].trim()}).`);
  const p50 = milliseconds(/50%\s+([\d.]+)(us|ms|s)/.exec(stdout));
  const p99 = milliseconds(/99%\s+([\d.]+)(us|ms|s)/.exec(stdout));
  return { requestsPerSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1]), p50, p99 };
}

const UNITS: Record<string, number> = { us: 0.001, ms: 1, s: 1000 };

function milliseconds(match: RegExpExecArray | null): number {
  return Number(match?.[1]) * (UNITS[match?.[2] ?? ''] ?? Number.NaN);
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
