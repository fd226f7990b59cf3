import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';

const FOLDER = path.resolve(import.meta.dirname, '../prisma/migrations');
/** An arbitrary advisory lock of our own: concurrent starts wait for each other. */
const LOCK_ID = 7_201_611;

/** The same table as Prisma creates, so that `prisma migrate deploy` stays compatible. */
const MIGRATIONS_TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`;

/** The database cannot be migrated; `message` is one sentence that says why. */
export class MigrationError extends Error {
  override name = 'MigrationError';
}

/**
 * Applies pending migrations in order, each in one transaction. Prisma's own command would download an engine.
 * @returns the names of the applied migrations.
 * @throws {MigrationError} if an applied file has changed, or a migration fails.
 */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK_ID]);
    await client.query(MIGRATIONS_TABLE);
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
        throw new MigrationError(
          `The migration ${name} failed earlier; repair the database and mark it as rolled back.`,
        );
      if (known && known.checksum !== checksum)
        throw new MigrationError(`The migration ${name} was changed after it was applied; create a new one instead.`);
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
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, clock_timestamp(), 1)`,
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
