import { PrismaPg } from '@prisma/adapter-pg';
import { createPool } from '#lib/db-pool.ts';
import { Prisma, PrismaClient } from '../prisma/generated/client.ts';

export type * from '../prisma/generated/client.ts';
export { Prisma };

/** The client, or the client of a transaction. */
export type Db = Omit<PrismaClient, '$connect' | '$disconnect' | '$on' | '$transaction' | '$extends'>;

// Next loads this module once per bundle, but a process must have only one pool.
const shared = globalThis as typeof globalThis & { makeYourSpaceDb?: PrismaClient };

/**
 * The Prisma client of this process; the limits of its pool are in lib/db-pool.ts. Not for `findUnique`: Prisma joins the
 * calls of concurrent requests in one statement, and its failure would be only one request's.
 */
export function db(): PrismaClient {
  shared.makeYourSpaceDb ??= connect();
  return shared.makeYourSpaceDb;
}

function connect(): PrismaClient {
  const adapter = new PrismaPg(createPool(), { disposeExternalPool: true, statementNameGenerator });
  // Longer than the pool's own limit, whose error is thrown first and explains the cause.
  return new PrismaClient({ adapter, transactionOptions: { maxWait: 5_000 } });
}

const MAX_STATEMENTS = 300;
const statementNames = new Map<string, string>();

/** Starts a statement whose best plan depends on its values, so that PostgreSQL plans it on every call. */
export const withFreshPlan = Prisma.raw('/* plan on every call */');

/**
 * Names prepared statements, so that PostgreSQL plans them once per connection and not on every call. After the first
 * few hundred statements there are no more names (''), because lists of different lengths create endless new texts.
 */
function statementNameGenerator({ sql }: { sql: string }): string {
  if (sql.startsWith(withFreshPlan.sql)) return '';
  const known = statementNames.get(sql);
  if (known || statementNames.size >= MAX_STATEMENTS) return known ?? '';
  const name = `s${statementNames.size}`;
  statementNames.set(sql, name);
  return name;
}

/** Whether this is a violation of a unique constraint or index (PostgreSQL 23505). */
export function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  return (
    error.code === 'P2002' || (error.code === 'P2010' && /23505/.test(`${JSON.stringify(error.meta)}${error.message}`))
  );
}

/** Whether a statement waited too long for a lock (PostgreSQL 55P03). */
export function isLockTimeout(error: unknown): boolean {
  return (
    error instanceof Prisma.PrismaClientKnownRequestError &&
    /55P03/.test(`${JSON.stringify(error.meta)}${error.message}`)
  );
}

/** Whether the database refused a row because its account is closed, or is being closed: the migration “account_closing”. */
export function isOfLeavingAccount(error: unknown): boolean {
  return error instanceof Error && /MY001/.test(`${'meta' in error ? JSON.stringify(error.meta) : ''}${error.message}`);
}
