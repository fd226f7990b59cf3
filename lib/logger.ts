import { randomUUID } from 'node:crypto';
import pino from 'pino';
import { env } from '#lib/env.ts';

let root: pino.Logger | undefined;

/** Writes JSON lines to standard output. Never log secrets or passwords. */
export function logger(): pino.Logger {
  root ??= pino({
    level: env().LOG_LEVEL,
    base: { pid: process.pid },
    redact: { paths: ['password', '*.password', 'authorization', 'cookie'], remove: true },
  });
  return root;
}

/** Logs an unexpected error with its cause; returns a short reference that may be shown to the person. */
export function logFailure(message: string, error: unknown, details: Record<string, unknown> = {}): string {
  const reference = randomUUID().slice(0, 8);
  logger().error({ ...details, err: error, reference }, message);
  return reference;
}
