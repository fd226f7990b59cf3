import type pg from 'pg';
import {
  connectionErrorOf,
  currentRequestContext,
  type RequestContext,
  recordDatabaseFailure,
} from '#lib/database-errors.ts';

type Wait = {
  /** How many connections this request waits for now, and since when it waits for any. */
  open: number;
  since: number;
  /** How long it has waited before that, milliseconds, and when that ended. */
  before: number;
  ended: number;
};

/** After so long, milliseconds, a wait belongs to something else: streams stay open for hours. */
const FORGET = 3_000;
/** Waits that do not count, milliseconds. */
const SHORT = 50;
const waits = new WeakMap<RequestContext, Wait>();

/**
 * A connection of the pool. All that one request waits for connections together takes `limit` milliseconds at
 * most, and once the database was away for it there is no further wait: several short ones would be a long one.
 * @throws the pool's error, which is then known as this request's trouble.
 */
export async function acquireConnection(connect: () => Promise<pg.PoolClient>, limit: number): Promise<pg.PoolClient> {
  const request = currentRequestContext();
  const trouble = connectionErrorOf(request);
  if (trouble) throw trouble;
  const wait = begin(request);
  try {
    return await within(connect(), limit - wait.before, limit);
  } catch (error) {
    recordDatabaseFailure({ error, isUnreachable: true }, request);
    throw error;
  } finally {
    end(wait);
  }
}

async function within(lent: Promise<pg.PoolClient>, left: number, limit: number): Promise<pg.PoolClient> {
  // The pool has the same limit of its own.
  if (limit - left < SHORT) return lent;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      lent.then((client) => client.release()).catch(() => {});
      reject(new Error(`this request has waited ${limit} ms for connections`));
    }, left);
  });
  return Promise.race([lent, late]).finally(() => clearTimeout(timer));
}

function begin(request: RequestContext | undefined): Wait {
  const now = performance.now();
  const known = request && waits.get(request);
  const wait = known ?? { open: 0, since: now, before: 0, ended: now };
  if (request && !known) waits.set(request, wait);
  if (wait.open++ === 0) {
    if (now - wait.ended > FORGET) wait.before = 0;
    wait.since = now;
  }
  return wait;
}

function end(wait: Wait): void {
  if (--wait.open > 0) return;
  wait.ended = performance.now();
  wait.before += wait.ended - wait.since;
}
