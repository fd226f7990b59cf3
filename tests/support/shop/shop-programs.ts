import path from 'node:path';
import { Program } from './program.ts';
import type { Service } from './shop-proxies.ts';

export type WorkerName = 'worker' | `worker-${number}`;
export type ProgramName = 'web' | WorkerName;

export type Place = {
  dataDir: string;
  ports: { port: number; stripePort: number; smtpPort: number; mailPort: number };
  /** Where web and worker find these. */
  services: Readonly<Record<Service, string>>;
};

const FOR_TESTS = 'for-tests-only-for-tests-only-for-tests';

function environment({ dataDir, ports, services }: Place): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    LOG_LEVEL: 'warn',
    PORT: String(ports.port),
    DATA_DIR: dataDir,
    DATABASE_URL: services.database,
    REDIS_URL: services.redis,
    NEXTAUTH_URL: `http://localhost:${ports.port}`,
    NEXTAUTH_SECRET: FOR_TESTS,
    INTERNAL_SECRET: FOR_TESTS,
    STRIPE_SECRET_KEY: 'sk_test_shop',
    STRIPE_WEBHOOK_SECRET: 'whsec_shop',
    STRIPE_API_URL: services.stripe,
    SMTP_URL: `smtp://127.0.0.1:${ports.smtpPort}`,
    // Nothing listens there: the rates are those that came with the shop, with a network or without.
    CURRENCY_SERVICE_URL: 'http://127.0.0.1:9',
  };
}

/** A shop's programs, not started yet: the stand-in, the mailbox, web, and so many workers. */
export function shopPrograms(place: Place, workers: number, changes: Record<string, string>): Map<string, Program> {
  const { dataDir, ports } = place;
  const env = { ...environment(place), ...changes };
  const inData = (name: string) => path.join(dataDir, name);
  const webhook = `http://localhost:${ports.port}/api/webhooks/stripe`;
  const stripe = ['--port', String(ports.stripePort), '--data', inData('stripe'), '--webhook', webhook];
  const keys = ['--secret', 'whsec_shop', '--key', 'sk_test_shop', '--delayed-seconds', '1'];
  const mail = ['--smtp-port', String(ports.smtpPort), '--http-port', String(ports.mailPort), '--data', inData('mail')];
  const commands: [string, string[]][] = [
    ['stripe', ['dev/stripe/main.ts', ...stripe, ...keys]],
    ['mail', ['dev/mail/main.ts', ...mail]],
    ['web', ['server/main.ts']],
    ...workerNames(workers).map((name): [string, string[]] => [name, ['worker/main.ts']]),
  ];
  return new Map(
    commands.map(([name, args]) => [name, new Program(args, { env, logFile: inData(`${name}-of-test.log`) })]),
  );
}

/** `worker`, `worker-2`, `worker-3` … */
export function workerNames(count: number): WorkerName[] {
  return Array.from({ length: count }, (_, index): WorkerName => (index === 0 ? 'worker' : `worker-${index + 1}`));
}
