import pg from 'pg';
import { recordDatabaseFailure } from '#lib/database-errors.ts';
import { acquireConnection } from '#lib/db-acquire.ts';
import { env } from '#lib/env.ts';
import { logger } from '#lib/logger.ts';
import { currentRequestContext, isWebProcess } from '#lib/request-context.ts';

/** Milliseconds. */
type Limits = {
  /**
   * For acquiring connections, all those of one request together, whether all are in use or the server accepts none.
   */
  connect: number;
  /** PostgreSQL cancels a statement after this time. */
  statement: number;
  /** PostgreSQL stops waiting for a lock after this time. */
  lock: number;
  /** Without any reply by then, not even of the cancellation, the server or the network is considered down. */
  reply: number;
};

/** Visitors get a response within three seconds, even after waiting for a connection. */
const WEB_LIMITS: Limits = { connect: 1_200, statement: 1_200, lock: 800, reply: 1_400 };
const BACKGROUND_LIMITS: Limits = { connect: 2_000, statement: 5_000, lock: 2_000, reply: 6_000 };

type Call = (...args: never[]) => unknown;
type OnStart = (hasCallback: boolean) => OnEnd;
/** Receives the error of a call, or null on success; may return an error that replaces it. */
type OnEnd = (error: unknown) => unknown;

/** The connection pool of this process. It connects on the first query. */
export function createPool(
  limits = isWebProcess() ? WEB_LIMITS : BACKGROUND_LIMITS,
  connectionString = env().DATABASE_URL,
): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max: 20,
    // Longer than anybody waits: a connection that is nearly open is worth more than a new attempt.
    connectionTimeoutMillis: 2 * limits.connect,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    statement_timeout: limits.statement,
    lock_timeout: limits.lock,
    idle_in_transaction_session_timeout: 10_000,
    application_name: 'makeyourspace',
    // JIT compilation takes longer than any of the shop's statements.
    options: '-c jit=off',
  });
  pool.on('error', (error) => logger().warn({ err: error }, 'an idle database connection ended'));
  pool.connect = new Proxy(pool.connect, {
    apply(connect, self, [callback]: unknown[]) {
      const connection = acquireConnection(() => Reflect.apply(connect, self, []), limits.connect);
      if (typeof callback !== 'function') return connection;
      connection.then((client) => callback(undefined, client, client.release), callback as (error: unknown) => void);
    },
  });
  pool.query = observe(pool.query, () => recordFailures());
  pool.on('connect', (client) => {
    // Calls with a callback come from the pool, in the context of whichever request released the connection.
    client.query = observe(client.query, (isFromPool) =>
      closeWithoutReply(client, limits.reply, isFromPool ? undefined : recordFailures()),
    );
  });
  return pool;
}

function recordFailures(request = currentRequestContext()): OnEnd {
  return (error) => {
    if (isDatabaseFailure(error)) {
      recordDatabaseFailure({ error, isUnreachable: error instanceof NoReplyError }, request);
    }
    return error;
  };
}

class NoReplyError extends Error {}

/**
 * Closes a connection on which a query gets no reply. With pg's own timeout the pool would reuse the connection, with a
 * transaction still open on it that is never committed.
 */
function closeWithoutReply(client: pg.PoolClient, timeoutMs: number, onEnd: OnEnd = (error) => error): OnEnd {
  let noReply: NoReplyError | undefined;
  let immediate: NodeJS.Immediate | undefined;
  const close = () => {
    noReply = new NoReplyError(`PostgreSQL did not answer within ${timeoutMs} ms`);
    // While a query is running this destroys the socket, and the query fails.
    void client.end();
  };
  // The reply may have arrived while this process was too busy to read it, so the event loop gets one more turn.
  const timer = setTimeout(() => {
    immediate = setImmediate(close);
  }, timeoutMs);
  return (error) => {
    clearTimeout(timer);
    clearImmediate(immediate);
    return onEnd(noReply ?? error);
  };
}

/** Whether the database, and not the query, is at fault: it is unreachable or lacks resources or time. */
function isDatabaseFailure(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return error instanceof Error;
  // https://www.postgresql.org/docs/current/errcodes-appendix.html: insufficient resources, operator intervention
  // (including a cancelled statement), system errors; idle-in-transaction timeout; lock timeout.
  return /^(53|57|58)|^25P03$|^55P03$/.test(error.code ?? '');
}

/** Observes a function in both of pg's calling styles: with a callback as the last argument, or returning a promise. */
function observe<F extends Call>(call: F, onStart: OnStart): F {
  return new Proxy(call, {
    apply(target, self, args: unknown[]) {
      const callback = args.at(-1);
      if (typeof callback !== 'function') return observePromise(target, self, args, onStart);
      const onEnd = onStart(true);
      const observed = (error: unknown, ...results: unknown[]) =>
        callback(onEnd(error ?? null) ?? undefined, ...results);
      return Reflect.apply(target, self, [...args.slice(0, -1), observed]);
    },
  });
}

async function observePromise(call: Call, self: unknown, args: unknown[], onStart: OnStart): Promise<unknown> {
  const onEnd = onStart(false);
  try {
    const result = await Reflect.apply(call, self, args);
    onEnd(null);
    return result;
  } catch (error) {
    throw onEnd(error);
  }
}
