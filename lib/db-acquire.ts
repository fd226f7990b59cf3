import type pg from 'pg';
import {
  connectionErrorOf,
  currentRequestContext,
  type RequestContext,
  recordDatabaseFailure,
} from '#lib/database-errors.ts';

type Wait = {
  /** How many connections the request is waiting for now, and since when. */
  pending: number;
  since: number;
  /** How long it had waited before, milliseconds, and when that wait ended. */
  before: number;
  ended: number;
};

/** After this pause a new wait starts from zero: a stream's request stays open for hours. */
const RESET_AFTER_MS = 3_000;
/** Earlier waits up to this long are ignored. */
const NEGLIGIBLE_MS = 50;
const waits = new WeakMap<RequestContext, Wait>();

/**
 * Acquires a connection from the pool. A request waits for all its connections together at most `limit` milliseconds,
 * and not at all once the database was unreachable for it: several short waits would add up to a long one.
 * @throws the pool's error, after recording it as this request's database failure.
 */
export async function acquireConnection(connect: () => Promise<pg.PoolClient>, limit: number): Promise<pg.PoolClient> {
  const request = currentRequestContext();
  const earlierError = connectionErrorOf(request);
  if (earlierError) throw earlierError;
  const wait = begin(request);
  try {
    return await withTimeout(connect(), limit - wait.before, limit);
  } catch (error) {
    recordDatabaseFailure({ error, isUnreachable: true }, request);
    throw error;
  } finally {
    end(wait);
  }
}

async function withTimeout(
  connection: Promise<pg.PoolClient>,
  remaining: number,
  limit: number,
): Promise<pg.PoolClient> {
  // The pool enforces the full limit itself.
  if (limit - remaining < NEGLIGIBLE_MS) return connection;
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      connection.then((client) => client.release()).catch(() => {});
      reject(new Error(`this request has waited ${limit} ms for connections`));
    }, remaining);
  });
  return Promise.race([connection, timeout]).finally(() => clearTimeout(timer));
}

function begin(request: RequestContext | undefined): Wait {
  const now = performance.now();
  const known = request && waits.get(request);
  const wait = known ?? { pending: 0, since: now, before: 0, ended: now };
  if (request && !known) waits.set(request, wait);
  if (wait.pending++ === 0) {
    if (now - wait.ended > RESET_AFTER_MS) wait.before = 0;
    wait.since = now;
  }
  return wait;
}

function end(wait: Wait): void {
  if (--wait.pending > 0) return;
  wait.ended = performance.now();
  wait.before += wait.ended - wait.since;
}
