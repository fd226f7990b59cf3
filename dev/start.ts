import path from 'node:path';
import { EnvError, ownOrigin } from '../lib/env.ts';
import { buildIfChanged } from './build-if-changed.ts';
import { makeDataDir } from './data-dir.ts';
import { completeEnvironment, isLive, readEnvironment, validateEnvironment } from './environment.ts';
import { isFree, reservedPort } from './free-port.ts';
import { startPostgres } from './postgres/start-postgres.ts';
import { printUrls } from './print-urls.ts';
import { keepServiceRunning, type Service } from './processes/keep-service-running.ts';
import { recordServices } from './processes/running-shop.ts';
import { onStopSignals } from './processes/stop-signals.ts';
import { Supervisor } from './processes/supervisor.ts';
import { startRedis } from './redis/start-redis.ts';
import { loadSecrets } from './secrets.ts';
import { startSummary, takeBootstrapSteps } from './start-summary.ts';
import { CliError, finishedSteps, step } from './terminal.ts';

/**
 * `npm start`: creates what is missing and runs everything until Ctrl-C. `--hot` is `npm run dev`.
 * Services that the environment names are used; the others are started here. After bootstrap.js has installed the
 * packages, in this order:
 * 1. the build (not with `--hot`) starts, if the sources have changed, and runs beside steps 2 to 4;
 * 2. PostgreSQL and Redis start; the first start creates the database cluster;
 * 3. the migrations are applied;
 * 4. an empty shop gets the demo gallery, if its PostgreSQL was started here and the Stripe key is not a live one;
 * 5. Stripe emulator, development mail server, web process and worker start, and /api/health returns 200.
 */
const hot = process.argv.includes('--hot');
const services: Promise<Service>[] = [];
let supervisor: Supervisor | undefined;
let stopping = false;

const bootstrapSteps = takeBootstrapSteps();

/** Ends the programs, then their services, including those that are still starting; then this process. */
async function stopAll(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  await supervisor?.stop();
  await Promise.all(services.map((service) => service.then(({ stop }) => stop()).catch(() => {})));
  supervisor?.release();
  process.exit(code);
}

/** Kills the programs; the services end by themselves after this process. */
function stopNow(): never {
  supervisor?.killNow();
  process.exit(130);
}

function giveUp(reason: string): void {
  console.error(`✗ ${reason}; stopping everything.`);
  void stopAll(1);
}

function startService<T extends Service>(name: string, start: (port?: number) => Promise<T>): Promise<T> {
  if (stopping) throw new CliError('Stopped.');
  const service = step(name, () => keepServiceRunning(name, start, giveUp));
  services.push(service);
  return service;
}

async function main(): Promise<void> {
  const given = readEnvironment();
  const { HOST, PORT, DATA_DIR } = validateEnvironment(given);
  const dataDir = path.resolve(DATA_DIR);
  makeDataDir(dataDir);
  const programs = new Supervisor(dataDir, giveUp);
  onStopSignals(() => void stopAll(0), stopNow);
  await programs.lockDataDir();
  supervisor = programs;
  if (!(await isFree(PORT, HOST))) throw new CliError(`Port ${PORT} is in use: set PORT to another one.`);
  const secrets = loadSecrets(dataDir);
  const building = hot ? undefined : buildIfChanged();
  // Awaited below; until then a rejection must not count as unhandled.
  building?.catch(() => {});

  const [postgres, redis] = await Promise.all([
    given.DATABASE_URL ? undefined : startService('PostgreSQL', (port) => startPostgres({ dataDir, port })),
    given.REDIS_URL ? undefined : startService('Redis', (port) => startRedis({ dataDir, port })),
  ]);

  const stripePort =
    given.STRIPE_SECRET_KEY || given.STRIPE_API_URL ? undefined : await reservedPort(dataDir, 'stripe');
  const mail = given.SMTP_URL
    ? undefined
    : { smtp: await reservedPort(dataDir, 'smtp'), http: await reservedPort(dataDir, 'mail') };
  const started = {
    DATABASE_URL: given.DATABASE_URL ?? postgres?.url ?? '',
    REDIS_URL: given.REDIS_URL ?? redis?.url ?? '',
    SMTP_URL: mail ? `smtp://127.0.0.1:${mail.smtp}` : '',
    STRIPE_API_URL: stripePort ? `http://localhost:${stripePort}` : undefined,
    dataDir,
    hot,
  };
  const env = completeEnvironment(given, secrets, started);
  recordServices(started);
  const print = (data: Buffer) => process.stdout.write(data);
  await step('Migrations', () => programs.run({ name: 'migrate', args: ['cli/migrate.ts'], env }, print));
  if (postgres || isLive(given)) {
    const seed = { name: 'seed', args: ['cli/seed.ts', '--if-empty'], env };
    await step('Demo gallery', () => programs.run(seed, print));
  }
  await building;

  if (stripePort) {
    const webhook = `http://localhost:${PORT}/api/webhooks/stripe`;
    const args = ['--port', String(stripePort), '--data', path.join(dataDir, 'stripe'), '--webhook', webhook];
    programs.start({ name: 'stripe', args: ['dev/stripe/main.ts', ...args], env });
  }
  if (mail) {
    const args = [
      '--smtp-port',
      String(mail.smtp),
      '--http-port',
      String(mail.http),
      '--data',
      path.join(dataDir, 'mail'),
      '--inbound',
      `http://localhost:${PORT}/api/mail/replies`,
    ];
    programs.start({ name: 'mail', args: ['dev/mail/main.ts', ...args], env });
  }
  programs.start({ name: 'web', args: ['server/main.ts'], env });
  programs.start({ name: 'worker', args: [...(hot ? ['--watch'] : []), 'worker/main.ts'], env });
  await step('Web and worker', () => waitUntilHealthy(`${ownOrigin({ HOST, PORT })}/api/health`));
  printUrls(env, dataDir, HOST, { mail: mail?.http, stripe: stripePort });
  const before = bootstrapSteps.reduce((sum, { seconds }) => sum + seconds, 0);
  const summary = startSummary([...bootstrapSteps, ...finishedSteps()], before + performance.now() / 1000);
  if (summary) console.log(`  ${summary}\n`);
}

/** Waits for database, Redis and worker; meanwhile the supervisor prints an invalid setting or a crash. */
async function waitUntilHealthy(url: string): Promise<void> {
  const deadline = Date.now() + 120_000;
  let last = 'no response';
  while (Date.now() < deadline && !stopping) {
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000) }).catch(() => null);
    if (response?.ok) return;
    if (response) last = await response.text();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new CliError(`The shop did not start within two minutes (${last}).`);
}

main().catch(async (error) => {
  if (!stopping) console.error(error instanceof CliError || error instanceof EnvError ? `✗ ${error.message}` : error);
  await stopAll(1);
});
