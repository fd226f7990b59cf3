import pg from 'pg';
import { currentRequestContext, isWebProcess, recordDatabaseFailure } from '#lib/database-errors.ts';
import { acquireConnection } from '#lib/db-acquire.ts';
import { env } from '#lib/env.ts';
import { logger } from '#lib/logger.ts';

/** Milliseconds. */
type Limits = {
  /** To get connections, all those of one request together, whether all are lent or the server does not take one. */
  connect: number;
  /** After which PostgreSQL itself ends a statement. */
  statement: number;
  /** After which PostgreSQL gives up waiting for a lock. */
  lock: number;
  /** Without an answer by then, not even that it was ended, the server or the way to it is gone. */
  answer: number;
};

/** Somebody waits in front of a browser: an answer within three seconds, also after waiting for a connection. */
const FOR_PEOPLE: Limits = { connect: 1_200, statement: 1_200, lock: 800, answer: 1_400 };
const IN_THE_BACKGROUND: Limits = { connect: 2_000, statement: 5_000, lock: 2_000, answer: 6_000 };

type Call = (...given: never[]) => unknown;
type Begin = (withCallback: boolean) => Done;
/** Is told how the call ended (null is well); may give another error in place of what the call gave. */
type Done = (error: unknown) => unknown;

/** The connections of this process. Nothing connects before the first query. */
export function createPool(
  limits = isWebProcess() ? FOR_PEOPLE : IN_THE_BACKGROUND,
  connectionString = env().DATABASE_URL,
): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max: 20,
    connectionTimeoutMillis: limits.connect,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    statement_timeout: limits.statement,
    lock_timeout: limits.lock,
    idle_in_transaction_session_timeout: 10_000,
    application_name: 'makeyourspace',
    // Compiling a statement takes longer than any of ours.
    options: '-c jit=off',
  });
  pool.on('error', (error) => logger().warn({ err: error }, 'an idle database connection ended'));
  pool.connect = new Proxy(pool.connect, {
    apply(connect, self, [callback]: unknown[]) {
      const lent = acquireConnection(() => Reflect.apply(connect, self, []), limits.connect);
      if (typeof callback !== 'function') return lent;
      lent.then((client) => callback(undefined, client, client.release), callback as (error: unknown) => void);
    },
  });
  pool.query = watched(pool.query, () => noting());
  pool.on('connect', (client) => {
    // With a callback it is called by the pool, in whichever request gave the connection back.
    client.query = watched(client.query, (byPool) =>
      endWhenSilent(client, limits.answer, byPool ? undefined : noting()),
    );
  });
  return pool;
}

function noting(request = currentRequestContext()): Done {
  return (error) => {
    if (isTrouble(error)) recordDatabaseFailure({ error, isUnreachable: error instanceof Silence }, request);
    return error;
  };
}

class Silence extends Error {}

/**
 * A connection on which a query got no answer is cut. pg's own limit would only forget the query: the pool
 * would lend the connection again, with a transaction still open on it that nobody commits.
 */
function endWhenSilent(client: pg.PoolClient, milliseconds: number, done: Done = (error) => error): Done {
  let silence: Silence | undefined;
  let turn: NodeJS.Immediate | undefined;
  const cut = () => {
    silence = new Silence(`PostgreSQL did not answer within ${milliseconds} ms`);
    // With a query under way this destroys the socket, and the query fails.
    void client.end();
  };
  // The answer may be there already, and this process too busy to have read it: it gets one more turn.
  const timer = setTimeout(() => {
    turn = setImmediate(cut);
  }, milliseconds);
  return (error) => {
    clearTimeout(timer);
    clearImmediate(turn);
    return done(silence ?? error);
  };
}

/** Not the query's own fault: the server or the way to it is gone, or it has no room or no time. */
function isTrouble(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return error instanceof Error;
  // https://www.postgresql.org/docs/current/errcodes-appendix.html: insufficient resources, operator
  // intervention (also a statement that took too long), system errors; ended while idle; no lock in time.
  return /^(53|57|58)|^25P03$|^55P03$/.test(error.code ?? '');
}

/** The same function, observed, in both of pg's ways of calling: with a callback at the end, or for a promise. */
function watched<F extends Call>(call: F, begin: Begin): F {
  return new Proxy(call, {
    apply(target, self, given: unknown[]) {
      const callback = given.at(-1);
      if (typeof callback !== 'function') return promised(target, self, given, begin);
      const done = begin(true);
      const observed = (error: unknown, ...results: unknown[]) =>
        callback(done(error ?? null) ?? undefined, ...results);
      return Reflect.apply(target, self, [...given.slice(0, -1), observed]);
    },
  });
}

async function promised(call: Call, self: unknown, given: unknown[], begin: Begin): Promise<unknown> {
  const done = begin(false);
  try {
    const result = await Reflect.apply(call, self, given);
    done(null);
    return result;
  } catch (error) {
    throw done(error);
  }
}
