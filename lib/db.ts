import { PrismaPg } from '@prisma/adapter-pg';
import { createPool } from '#lib/db-pool.ts';
import { Prisma, PrismaClient } from '../prisma/generated/client.ts';

export type * from '../prisma/generated/client.ts';
export { Prisma };

/** The client, or the one inside a transaction. */
export type Db = Omit<PrismaClient, '$connect' | '$disconnect' | '$on' | '$transaction' | '$extends'>;

// Next loads this module once per bundle; one pool per process is what we want.
const shared = globalThis as typeof globalThis & { makeYourSpaceDb?: PrismaClient };

/** The pool's client; lib/db-pool.ts has its limits. */
export function db(): PrismaClient {
  shared.makeYourSpaceDb ??= connect();
  return shared.makeYourSpaceDb;
}

function connect(): PrismaClient {
  const adapter = new PrismaPg(createPool(), { disposeExternalPool: true, statementNameGenerator });
  // Longer than the pool waits for a connection, so that its error, which says why, comes first.
  return new PrismaClient({ adapter, transactionOptions: { maxWait: 5_000 } });
}

const MAX_STATEMENTS = 300;
const statementNames = new Map<string, string>();

/** At the beginning of a statement: its best plan depends on the values, so PostgreSQL is to plan it at each call. */
export const withFreshPlan = Prisma.raw('/* planned anew */');

/**
 * The name under which each connection keeps a prepared statement, so that PostgreSQL plans it once and not at every
 * call. Those after the first few hundred have none (''): lists of any length make ever new texts.
 */
function statementNameGenerator({ sql }: { sql: string }): string {
  if (sql.startsWith(withFreshPlan.sql)) return '';
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

/** Did this statement wait for a lock for too long (Postgres 55P03)? */
export function isLockTimeout(error: unknown): boolean {
  return (
    error instanceof Prisma.PrismaClientKnownRequestError &&
    /55P03/.test(`${JSON.stringify(error.meta)}${error.message}`)
  );
}
