/** The command lines and environments of a test shop's processes. */

import path from 'node:path';
import { Program } from './program.ts';
import type { Service } from './shop-proxies.ts';

export type WorkerName = 'worker' | `worker-${number}`;
export type ProgramName = 'web' | WorkerName;

/** Where a shop's programs store their data, listen and find their services. */
export type ShopLocation = {
  dataDir: string;
  ports: { port: number; stripePort: number; smtpPort: number; mailPort: number };
  /** The URLs at which the web process and the worker reach the services. */
  services: Readonly<Record<Service, string>>;
};

/** INTERNAL_SECRET and NEXTAUTH_SECRET of every test shop. */
export const SHOP_SECRET = 'for-tests-only-for-tests-only-for-tests';

function environment({ dataDir, ports, services }: ShopLocation): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    LOG_LEVEL: 'warn',
    PORT: String(ports.port),
    DATA_DIR: dataDir,
    DATABASE_URL: services.database,
    REDIS_URL: services.redis,
    NEXTAUTH_URL: `http://localhost:${ports.port}`,
    NEXTAUTH_SECRET: SHOP_SECRET,
    INTERNAL_SECRET: SHOP_SECRET,
    INBOUND_MAIL_SECRET: SHOP_SECRET,
    STRIPE_SECRET_KEY: 'sk_test_shop',
    STRIPE_WEBHOOK_SECRET: 'whsec_shop',
    STRIPE_API_URL: services.stripe,
    // The receivers of tests are on this machine.
    WEBHOOK_PRIVATE_NETWORKS: '127.0.0.0/8',
    SMTP_URL: `smtp://127.0.0.1:${ports.smtpPort}`,
    // Nothing listens there, so that the shop always uses its bundled rates.
    CURRENCY_SERVICE_URL: 'http://127.0.0.1:9',
  };
}

/** A shop's programs, not started yet: Stripe emulator, development mail server, web process and workers. */
export function shopPrograms(
  location: ShopLocation,
  workers: number,
  changes: Record<string, string>,
): Map<string, Program> {
  const { dataDir, ports } = location;
  const env = { ...environment(location), ...changes };
  const inData = (name: string) => path.join(dataDir, name);
  const webhook = `http://localhost:${ports.port}/api/webhooks/stripe`;
  const stripe = ['--port', String(ports.stripePort), '--data', inData('stripe'), '--webhook', webhook];
  const inbound = `http://localhost:${ports.port}/api/mail/replies`;
  const mail = [
    ...['--smtp-port', String(ports.smtpPort), '--http-port', String(ports.mailPort), '--data', inData('mail')],
    ...['--inbound', inbound],
  ];
  const commands: [string, string[]][] = [
    ['stripe', ['dev/stripe/main.ts', ...stripe, '--delayed-seconds', '1']],
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
