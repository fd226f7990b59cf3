import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { env } from '#lib/env.ts';
import { logger } from '#lib/logger.ts';
import { Prisma, PrismaClient } from '../prisma/generated/client.ts';

export type * from '../prisma/generated/client.ts';
export { Prisma };

/** The client, or the one inside a transaction. */
export type Db = Omit<PrismaClient, '$connect' | '$disconnect' | '$on' | '$transaction' | '$extends'>;

// Next loads this module once per bundle; one pool per process is what we want.
const shared = globalThis as typeof globalThis & { makeYourSpaceDb?: PrismaClient };

/**
 * The pool's client. Times, in milliseconds: 2,000 to get a connection, 5,000 for a statement,
 * 2,000 for a lock. They stand on the server side because a client-side limit would leave the
 * statement running. Nothing connects before the first query.
 */
export function db(): PrismaClient {
  shared.makeYourSpaceDb ??= connect();
  return shared.makeYourSpaceDb;
}

function connect(): PrismaClient {
  const pool = new pg.Pool({
    connectionString: env().DATABASE_URL,
    max: 20,
    connectionTimeoutMillis: 2_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 5_000,
    lock_timeout: 2_000,
    idle_in_transaction_session_timeout: 10_000,
    application_name: 'makeyourspace',
  });
  pool.on('error', (error) => logger().warn({ err: error }, 'an idle database connection ended'));
  return new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: true, statementNameGenerator }) });
}

const MAX_STATEMENTS = 300;
const statementNames = new Map<string, string>();

/**
 * The name under which each connection keeps a prepared statement, so that PostgreSQL plans it once and not at every
 * call. Those after the first few hundred have none (''): lists of any length make ever new texts.
 */
function statementNameGenerator({ sql }: { sql: string }): string {
  const known = statementNames.get(sql);
  if (known || statementNames.size >= MAX_STATEMENTS) return known ?? '';
  const name = `s${statementNames.size}`;
  statementNames.set(sql, name);
  return name;
}

/** Is this the violation of a unique constraint or index (Postgres 23505)? */
export function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  return (
    error.code === 'P2002' || (error.code === 'P2010' && /23505/.test(`${JSON.stringify(error.meta)}${error.message}`))
  );
}
