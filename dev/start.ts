import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { EnvError } from '../lib/env.ts';
import { buildIfChanged } from './build-if-changed.ts';
import { checkGiven, completeEnvironment, givenEnvironment } from './environment.ts';
import { isFree, keptPort } from './free-port.ts';
import { startPostgres } from './postgres/start-postgres.ts';
import { startRedis } from './redis/start-redis.ts';
import { noteServices } from './running-shop.ts';
import { Plain, step } from './say.ts';
import { keptSecrets } from './secrets.ts';
import { Supervisor } from './supervisor.ts';

/**
 * `npm start`: makes what is missing and runs everything until Ctrl-C. `--hot` is `npm run dev`.
 * Services that the environment names are used; the others are started here.
 */
const hot = process.argv.includes('--hot');
const stops: (() => Promise<void>)[] = [];
let stopping = false;

async function stopAll(code: number): Promise<never> {
  if (!stopping) {
    stopping = true;
    // What was started last uses what was started first.
    for (const stop of [...stops].reverse()) await stop().catch((error) => console.error(error));
    process.exit(code);
  }
  return new Promise(() => {});
}

async function main(): Promise<void> {
  const given = givenEnvironment();
  const { PORT, DATA_DIR } = checkGiven(given);
  const dataDir = path.resolve(DATA_DIR);
  mkdirSync(dataDir, { recursive: true });
  const supervisor = new Supervisor(dataDir, (reason) => {
    console.error(`✗ ${reason}; everything is stopped.`);
    void stopAll(1);
  });
  process.on('SIGINT', () => interrupt(supervisor));
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stopAll(0));
  await supervisor.takeOver();
  if (!(await isFree(PORT))) throw new Plain(`Port ${PORT} is in use: set PORT to another one.`);
  const secrets = keptSecrets(dataDir);
  const building = hot ? undefined : buildIfChanged();
  // Awaited below; until then a failure must not count as unhandled.
  building?.catch(() => {});

  const postgres = given.DATABASE_URL ? undefined : await step('PostgreSQL', () => startPostgres({ dataDir }));
  if (postgres) stops.push(postgres.stop);
  const redis = given.REDIS_URL ? undefined : await step('Redis', () => startRedis({ dataDir }));
  if (redis) stops.push(redis.stop);
  stops.push(() => supervisor.stop());

  const stripePort = given.STRIPE_SECRET_KEY || given.STRIPE_API_URL ? undefined : await keptPort(dataDir, 'stripe');
  const mail = given.SMTP_URL
    ? undefined
    : { smtp: await keptPort(dataDir, 'smtp'), http: await keptPort(dataDir, 'mailbox') };
  const services = {
    DATABASE_URL: given.DATABASE_URL ?? postgres?.url ?? '',
    REDIS_URL: given.REDIS_URL ?? redis?.url ?? '',
    SMTP_URL: mail ? `smtp://127.0.0.1:${mail.smtp}` : '',
    STRIPE_API_URL: stripePort ? `http://localhost:${stripePort}` : undefined,
    dataDir,
    hot,
  };
  const env = completeEnvironment(given, secrets, services);
  noteServices(services);
  await step('Migrations', () => runNode(['prisma/migrate.ts'], env));
  if (postgres) await runNode(['prisma/seed.ts', '--if-empty'], env);
  await building;

  if (stripePort) {
    const webhook = `http://localhost:${PORT}/api/webhooks/stripe`;
    const args = ['--port', String(stripePort), '--data', path.join(dataDir, 'stripe'), '--webhook', webhook];
    const keys = ['--secret', env.STRIPE_WEBHOOK_SECRET ?? '', '--key', env.STRIPE_SECRET_KEY ?? ''];
    supervisor.start({ name: 'stripe', args: ['dev/stripe/main.ts', ...args, ...keys], env });
  }
  if (mail) {
    const args = [
      '--smtp-port',
      String(mail.smtp),
      '--http-port',
      String(mail.http),
      '--data',
      path.join(dataDir, 'mail'),
    ];
    supervisor.start({ name: 'mail', args: ['dev/mail/main.ts', ...args], env });
  }
  const next = path.resolve('node_modules/next/dist/bin/next');
  supervisor.start({ name: 'web', args: [next, hot ? 'dev' : 'start', '-p', String(PORT)], env });
  supervisor.start({ name: 'worker', args: [...(hot ? ['--watch'] : []), 'worker/main.ts'], env });
  await step('Web and worker', () => healthy(`http://127.0.0.1:${PORT}/api/health`));
  printAddresses(env, dataDir, { mail: mail?.http, stripe: stripePort });
}

function interrupt(supervisor: Supervisor): void {
  if (stopping) {
    supervisor.killNow();
    process.exit(130);
  }
  console.log('\nStopping …');
  void stopAll(0);
}

function runNode(args: string[], env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.on('data', (data) => process.stdout.write(data));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Plain(`${args[0]} failed; the lines above say why.`)),
    );
  });
}

/** Waits until database, Redis and worker answer; a wrong setting or a crash is said by the supervisor meanwhile. */
async function healthy(url: string): Promise<void> {
  const deadline = Date.now() + 120_000;
  let last = 'no answer';
  while (Date.now() < deadline && !stopping) {
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000) }).catch(() => null);
    if (response?.ok) return;
    if (response) last = await response.text();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Plain(`The shop did not come up within two minutes (${last}).`);
}

function printAddresses(
  env: NodeJS.ProcessEnv,
  dataDir: string,
  ports: { mail: number | undefined; stripe: number | undefined },
): void {
  console.log(`\n  MakeYourSpace  ${env.NEXTAUTH_URL}\n`);
  const demo = path.join(dataDir, 'demo.json');
  if (existsSync(demo)) {
    const { signIns }: { signIns: { role: string; username: string; password: string }[] } = JSON.parse(
      readFileSync(demo, 'utf8'),
    );
    for (const { role, username, password } of signIns)
      console.log(`  ${role.padEnd(8)} ${username.padEnd(10)} ${password}`);
  }
  if (ports.mail) console.log(`  mailbox  http://localhost:${ports.mail}`);
  if (ports.stripe)
    console.log(
      `  payments http://localhost:${ports.stripe}  (a stand-in for Stripe; pay with card 4242 4242 4242 4242)`,
    );
  console.log('\n  Ctrl-C stops everything.\n');
}

main().catch(async (error) => {
  if (!stopping) console.error(error instanceof Plain || error instanceof EnvError ? `✗ ${error.message}` : error);
  await stopAll(1);
});
