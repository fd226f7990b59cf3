import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { startProgress } from '../../cli/progress.ts';
import { CliError } from '../../dev/terminal.ts';
import type { Measured } from './measure-cases.ts';

/** Nothing listens there. #lib needs these settings, but only the database is used. */
const UNREACHABLE = '127.0.0.1:9';
const SECRET = 'for-measuring-only-for-measuring-only';
const SETTINGS: NodeJS.ProcessEnv = {
  NODE_ENV: 'production',
  LOG_LEVEL: 'silent',
  REDIS_URL: `redis://${UNREACHABLE}`,
  SMTP_URL: `smtp://${UNREACHABLE}`,
  NEXTAUTH_URL: `http://${UNREACHABLE}`,
  NEXTAUTH_SECRET: SECRET,
  INTERNAL_SECRET: SECRET,
  STRIPE_SECRET_KEY: 'sk_test_bench',
  STRIPE_WEBHOOK_SECRET: 'whsec_bench',
  STRIPE_API_URL: `http://${UNREACHABLE}`,
};

/** Runs all cases on one database, in a separate process. @throws {CliError} if it fails; its output says why. */
export async function measureInProcess(databaseUrl: string, runs: number, cases = ''): Promise<Measured[]> {
  const args = ['bench/scale/measure-size.ts', '--runs', String(runs), '--cases', cases];
  const env = { PATH: process.env.PATH, ...SETTINGS, DATABASE_URL: databaseUrl };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const progress = startProgress('Cases');
  const all: Measured[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    all.push(
      JSON.parse(line, (key, value) => ((key === 'p50' || key === 'p99') && value === null ? Number.NaN : value)),
    );
    progress.update(all.length, null, `: ${all.at(-1)?.name}`);
  }
  const code = await ended;
  if (code !== 0) throw new CliError(`${args.join(' ')} failed.`);
  progress.end(`${all.length}, ${runs} times each.`);
  return all;
}
