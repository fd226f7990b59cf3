import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';

const FOLDER = path.join(import.meta.dirname, 'migrations');
/** Any number that is ours alone; two starts at once wait for each other. */
const LOCK = 7_201_611;

/** The table as Prisma makes it, so that `prisma migrate deploy` agrees with what is done here. */
const TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`;

/** A database that cannot be migrated as it is; `message` is one sentence that says why. */
export class MigrationError extends Error {
  override name = 'MigrationError';
}

/**
 * Applies the migrations that the database lacks, in order, each in one transaction. Prisma's own
 * command would download an engine for it.
 * @returns the names of those applied now.
 * @throws {MigrationError} when an applied file has changed, or a migration fails.
 */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await client.query(TABLE);
    const { rows } = await client.query<{ migration_name: string; checksum: string; finished_at: Date | null }>(
      'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
    );
    const applied = new Map(rows.map((row) => [row.migration_name, row]));
    const done: string[] = [];
    for (const name of migrationNames()) {
      const sql = readFileSync(path.join(FOLDER, name, 'migration.sql'), 'utf8');
      const checksum = createHash('sha256').update(sql).digest('hex');
      const known = applied.get(name);
      if (known && !known.finished_at)
        throw new MigrationError(`The migration ${name} failed earlier; mend the database and mark it as rolled back.`);
      if (known && known.checksum !== checksum)
        throw new MigrationError(
          `The migration ${name} was changed after it had been applied; make a new one instead.`,
        );
      if (known) continue;
      await apply(client, name, sql, checksum);
      done.push(name);
    }
    return done;
  } finally {
    await client.end();
  }
}

function migrationNames(): string[] {
  return readdirSync(FOLDER)
    .filter((name) => existsSync(path.join(FOLDER, name, 'migration.sql')))
    .sort();
}

async function apply(client: pg.Client, name: string, sql: string, checksum: string): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query(
      'INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, clock_timestamp(), 1)',
      [randomUUID(), checksum, name],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw new MigrationError(`The migration ${name} failed: ${error instanceof Error ? error.message : error}.`, {
      cause: error,
    });
  }
}

if (process.argv[1] === import.meta.filename) {
  const { EnvError, env } = await import('#lib/env.ts');
  try {
    const done = await migrate(env().DATABASE_URL);
    console.log(done.length > 0 ? `Applied ${done.join(', ')}.` : 'The database is up to date.');
  } catch (error) {
    if (!(error instanceof MigrationError || error instanceof EnvError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
