import { existsSync } from 'node:fs';
import { type Env, parseEnv } from '../lib/env.ts';
import type { Secrets } from './secrets.ts';

/** Values that pass for the addresses which a start still has to make. */
const PENDING = {
  DATABASE_URL: 'postgresql://localhost/pending',
  REDIS_URL: 'redis://localhost',
  SMTP_URL: 'smtp://localhost',
  NEXTAUTH_URL: 'http://localhost',
  NEXTAUTH_SECRET: 'pending-pending-pending-pending-pending',
  INTERNAL_SECRET: 'pending-pending-pending-pending-pending',
  STRIPE_SECRET_KEY: 'sk_test_pending',
  STRIPE_WEBHOOK_SECRET: 'whsec_pending',
};

/** What the person set, with empty values left out. `.env` fills in what the environment does not say. */
export function readEnvironment(): NodeJS.ProcessEnv {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== '')) as NodeJS.ProcessEnv;
}

/**
 * Checks what is set before anything is started.
 * @throws {EnvError} naming the first wrong variable.
 */
export function validateEnvironment(given: NodeJS.ProcessEnv): Env {
  const pending =
    given.STRIPE_SECRET_KEY && !given.STRIPE_API_URL ? { ...PENDING, STRIPE_WEBHOOK_SECRET: undefined } : PENDING;
  return parseEnv({ ...pending, ...given });
}

/** What a start made; an empty address is one that the person gave. */
export type StartedServices = {
  DATABASE_URL: string;
  REDIS_URL: string;
  SMTP_URL: string;
  STRIPE_API_URL: string | undefined;
  dataDir: string;
  hot: boolean;
};

/** The complete environment of web and worker: the person's, the kept secrets, and what was started here. */
export function completeEnvironment(
  given: NodeJS.ProcessEnv,
  secrets: Secrets,
  started: StartedServices,
): NodeJS.ProcessEnv {
  const { dataDir, hot, STRIPE_API_URL, ...addresses } = started;
  const port = given.PORT ?? '3000';
  return {
    LOG_LEVEL: 'warn',
    NEXTAUTH_URL: `http://localhost:${port}`,
    ...secrets,
    ...addresses,
    ...(STRIPE_API_URL && { STRIPE_API_URL }),
    ...given,
    PORT: port,
    DATA_DIR: dataDir,
    NODE_ENV: hot ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
  };
}
