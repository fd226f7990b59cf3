import { execFile, spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { CliError } from '../../dev/terminal.ts';
import type { PgbenchScript } from './pgbench-script.ts';

/** Debian installs it beside the server of its version, in no folder of PATH. */
const programs = () => ['pgbench', ...globSync('/usr/lib/postgresql/*/bin/pgbench').sort().reverse()];

let found: string | undefined;

/** @throws {CliError} if pgbench is missing. */
export function requirePgbench(): string {
  found ??= programs().find((program) => spawnSync(program, ['--version']).status === 0);
  if (!found)
    throw new CliError(
      'pgbench, which measures PostgreSQL’s limits, is missing: install it with `sudo apt-get install postgresql-contrib postgresql-client`.',
    );
  return found;
}

type Run = {
  databaseUrl: string;
  /** The script's first number; it counts up from there. */
  first: number;
  connections: number;
  /** Per connection. */
  transactions: number;
};

/** The connection as environment variables: everybody on the machine can read a command line. */
function connectionOf(databaseUrl: string): NodeJS.ProcessEnv {
  const { hostname, port, username, password, pathname } = new URL(databaseUrl);
  const connection = { PGHOST: hostname, PGPORT: port, PGUSER: decodeURIComponent(username) };
  return {
    ...process.env,
    ...connection,
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: decodeURIComponent(pathname.slice(1)),
  };
}

/** @returns transactions a second, without the time to connect. @throws {CliError} if one of them fails. */
export async function runPgbench({ text, variables }: PgbenchScript, run: Run): Promise<number> {
  const { databaseUrl, first, connections, transactions } = run;
  const folder = mkdtempSync(path.join(tmpdir(), 'pgbench-'));
  const file = path.join(folder, 'script.sql');
  writeFileSync(file, text);
  const all = { ...variables, first: String(first), each: String(transactions), i: '0' };
  const args = [
    ...['--no-vacuum', '--protocol=prepared', `--client=${connections}`, `--jobs=${Math.min(2, connections)}`],
    ...[`--transactions=${transactions}`, `--file=${file}`],
    ...Object.entries(all).flatMap(([name, value]) => ['-D', `${name}=${value}`]),
  ];
  try {
    const { stdout, stderr } = await promisify(execFile)(requirePgbench(), args, { env: connectionOf(databaseUrl) });
    const processed = /transactions actually processed: (\d+)/.exec(stdout)?.[1];
    const rate = /tps = ([\d.]+)/.exec(stdout)?.[1];
    if (Number(processed) !== connections * transactions || !rate)
      throw new CliError(`pgbench did not finish:\n${stderr}${stdout}`);
    return Number(rate);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
