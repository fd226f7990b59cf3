import { randomUUID } from 'node:crypto';
import pino from 'pino';
import { env } from '#lib/env.ts';

let root: pino.Logger | undefined;

/** One JSON line per entry on standard output. Secrets and passwords never go in. */
export function logger(): pino.Logger {
  root ??= pino({
    level: env().LOG_LEVEL,
    base: { pid: process.pid },
    redact: { paths: ['password', '*.password', 'authorization', 'cookie'], remove: true },
  });
  return root;
}

/** Logs an unexpected error with its cause; returns the short reference that the person may be shown. */
export function logFailure(what: string, error: unknown, details: Record<string, unknown> = {}): string {
  const reference = randomUUID().slice(0, 8);
  logger().error({ ...details, err: error, reference }, what);
  return reference;
}
