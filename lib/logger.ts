import pino from 'pino';
import { env } from '#lib/env.ts';
import { LogServer } from '#lib/log-server.ts';
import { currentRequestContext, newReference, requestReference } from '#lib/request-context.ts';

let root: pino.Logger | undefined;

/**
 * Random ids, as orders and buyers have them: the link to an order is its whole protection, so a log has only the first
 * part, which is enough to find it. Ids of posts and accounts begin with a time, are public, and stay.
 */
const RANDOM_ID = /\b([0-9a-f]{8})-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\b/gi;

/** A line without what would open an order to its reader, wherever it is in the line. */
export const maskIds = (line: string): string => line.replace(RANDOM_ID, '$1…');

/** Which request a line is about, and whose. What a line says itself goes first. */
function aboutRequest(): { reference?: string; viewer?: string } {
  const request = currentRequestContext();
  const reference = requestReference(request);
  return { ...(reference && { reference }), ...(request?.viewerId && { viewer: request.viewerId }) };
}

/** Writes JSON lines to standard output. Never log secrets or passwords. */
export function logger(): pino.Logger {
  if (root) return root;
  const { LOG_LEVEL, LOG_SERVER_URL } = env();
  const options: pino.LoggerOptions = {
    level: LOG_LEVEL,
    base: { pid: process.pid },
    mixin: aboutRequest,
    hooks: { streamWrite: maskIds },
    redact: { paths: ['password', '*.password', 'authorization', 'cookie'], remove: true },
  };
  root = LOG_SERVER_URL ? pino(options, alsoTo(LOG_SERVER_URL)) : pino(options);
  return root;
}

/** Standard output, and another machine. The level has been decided before. */
function alsoTo(url: string): pino.MultiStreamRes {
  const server = new LogServer(url, { report: (problem, details) => logger().warn(details, problem) });
  return pino.multistream([pino.destination(1), server].map((stream) => ({ level: 'trace', stream })));
}

/** Logs an unexpected error with its cause; returns the request's reference, which may be shown to the person. */
export function logFailure(message: string, error: unknown, details: Record<string, unknown> = {}): string {
  const reference = requestReference() ?? newReference();
  logger().error({ ...details, err: error, reference }, message);
  return reference;
}
