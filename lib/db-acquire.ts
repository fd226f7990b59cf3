import { performance } from 'node:perf_hooks';
import type pg from 'pg';
import { connectionErrorOf, recordDatabaseFailure } from '#lib/database-errors.ts';
import { currentRequestContext, type RequestContext } from '#lib/request-context.ts';

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
/** Of the limit, for the time in which the process was busy. */
const MAX_ADDED = 0.5;
const waits = new WeakMap<RequestContext, Wait>();

/**
 * Acquires a connection from the pool. A request waits for all its connections together `limit` milliseconds, half as
 * much again while the process is busy, and not at all once the database was unreachable for it: several short waits
 * would add up to a long one.
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

/**
 * Time in which this process was too busy to read replies says nothing about the database, so part of it is added, as
 * after a start, when the first requests also load their code. A connection that comes later is for others.
 */
async function withTimeout(
  connection: Promise<pg.PoolClient>,
  remaining: number,
  limit: number,
): Promise<pg.PoolClient> {
  const begin = performance.eventLoopUtilization();
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    const giveUp = () => {
      connection.then((client) => client.release()).catch(() => {});
      reject(new Error(`this request has waited ${limit} ms for connections`));
    };
    const addBusyTime = () => {
      const { active } = performance.eventLoopUtilization(begin);
      timer = setTimeout(giveUp, Math.min(active, limit * MAX_ADDED));
    };
    timer = setTimeout(addBusyTime, remaining);
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
