import { existsSync } from 'node:fs';
import { type Env, isLiveKey, ownOrigin, parseEnv } from '../lib/env.ts';
import type { Secrets } from './secrets.ts';

/** Placeholders that pass validation, for the values that a start has not created yet. */
const PLACEHOLDERS = {
  DATABASE_URL: 'postgresql://localhost/pending',
  REDIS_URL: 'redis://localhost',
  SMTP_URL: 'smtp://localhost',
  NEXTAUTH_URL: 'http://localhost',
  NEXTAUTH_SECRET: 'pending-pending-pending-pending-pending',
  INTERNAL_SECRET: 'pending-pending-pending-pending-pending',
  STRIPE_SECRET_KEY: 'sk_test_pending',
  STRIPE_WEBHOOK_SECRET: 'whsec_pending',
};

/** The variables that are set and not empty. `.env` adds those that the environment does not have. */
export function readEnvironment(): NodeJS.ProcessEnv {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== '')) as NodeJS.ProcessEnv;
}

/**
 * Validates the variables that are set, before anything starts.
 * @throws {EnvError} naming the first invalid variable.
 */
export function validateEnvironment(given: NodeJS.ProcessEnv): Env {
  const placeholders =
    given.STRIPE_SECRET_KEY && !given.STRIPE_API_URL
      ? { ...PLACEHOLDERS, STRIPE_WEBHOOK_SECRET: undefined }
      : PLACEHOLDERS;
  return parseEnv({ ...placeholders, ...given });
}

/** The services that a start has created; an empty URL means that the environment names that service. */
export type StartedServices = {
  DATABASE_URL: string;
  REDIS_URL: string;
  SMTP_URL: string;
  STRIPE_API_URL: string | undefined;
  dataDir: string;
  hot: boolean;
};

/** Whether a start with these variables would move real money. */
export const isLive = ({ STRIPE_SECRET_KEY = '' }: NodeJS.ProcessEnv): boolean => isLiveKey(STRIPE_SECRET_KEY);

/** The shop's URL unless NEXTAUTH_URL says otherwise: by name where a browser on this machine can use it. */
function publicUrl(host = '127.0.0.1', port: string): string {
  const isHere = ['127.0.0.1', '::1', '0.0.0.0', '::', 'localhost'].includes(host);
  return isHere ? `http://localhost:${port}` : ownOrigin({ HOST: host, PORT: Number(port) });
}

/** The complete environment of web and worker: the given variables, the stored secrets and the started services. */
export function completeEnvironment(
  given: NodeJS.ProcessEnv,
  secrets: Secrets,
  started: StartedServices,
): NodeJS.ProcessEnv {
  const { dataDir, hot, STRIPE_API_URL, ...urls } = started;
  const { INBOUND_MAIL_SECRET, ...others } = secrets;
  const port = given.PORT ?? '3000';
  return {
    LOG_LEVEL: 'warn',
    NEXTAUTH_URL: publicUrl(given.HOST, port),
    // Programs on this machine can be told what happens.
    ...(!isLive(given) && { DEMO_ACCOUNTS: 'true', WEBHOOK_PRIVATE_NETWORKS: '127.0.0.0/8, ::1' }),
    ...others,
    // The development mail server passes replies on; of another one only its host knows.
    ...(!given.SMTP_URL && { INBOUND_MAIL_SECRET }),
    ...urls,
    ...(STRIPE_API_URL && { STRIPE_API_URL }),
    ...given,
    PORT: port,
    DATA_DIR: dataDir,
    NODE_ENV: hot ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
  };
}
