import { createHash } from 'node:crypto';
import { chmodSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { migrate } from '../../cli/migrate.ts';
import { startPostgres } from '../../dev/postgres/start-postgres.ts';
import { step } from '../../dev/terminal.ts';
import { onCleanUp } from '../shop/clean-up.ts';
import { fillWorks } from './fill.ts';
import type { Source } from './vary-work.ts';

/**
 * Starts PostgreSQL with the settings of `npm start`; it stops at the end of the measurement.
 * @param keep the folder for its data, which is kept; without one the data is deleted at the end.
 */
export async function startScaleServer(keep: string | undefined): Promise<string> {
  const dataDir = keep ? path.resolve(keep) : mkdtempSync(path.join(tmpdir(), 'bench-'));
  mkdirSync(dataDir, { recursive: true });
  // If root runs this, PostgreSQL runs as another user, who must be able to enter the folder.
  chmodSync(dataDir, 0o755);
  if (!keep) onCleanUp(async () => rmSync(dataDir, { recursive: true, force: true }));
  const server = await step('PostgreSQL', () => startPostgres({ dataDir }));
  onCleanUp(server.stop);
  return server.url;
}

/**
 * A database with `count` works. One that an earlier run has filled is used again, unless the migrations or the source
 * have changed since.
 * @returns its URL
 */
export async function scaleDatabase(
  serverUrl: string,
  count: number,
  source: Source & { name: string },
): Promise<string> {
  const name = `works_${count}`;
  const url = Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href;
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const known = await client.query<{ comment: string | null }>(
      `SELECT shobj_description(oid, 'pg_database') AS comment FROM pg_database WHERE datname = $1`,
      [name],
    );
    if (known.rows[0]?.comment && known.rows[0].comment === fingerprintOf(source)) return url;
    await client.query(`DROP DATABASE IF EXISTS ${name}`);
    await client.query(`CREATE DATABASE ${name}`);
    // Fewer checkpoints for the bulk load; a shop has the default.
    await client.query(`ALTER SYSTEM SET max_wal_size = '8GB'`);
    await client.query('SELECT pg_reload_conf()');
    await migrate(url);
    await step(`${count.toLocaleString('en')} works, from ${source.name}`, () => fillWorks(url, count, source), {
      long: true,
    });
    await client.query(`COMMENT ON DATABASE ${name} IS '${fingerprintOf(source)}'`);
    return url;
  } finally {
    await client.query('ALTER SYSTEM RESET max_wal_size');
    await client.query('SELECT pg_reload_conf()');
    await client.end();
  }
}

/** A hash of everything that determines the content of a filled database: migrations, source and generating code. */
function fingerprintOf({ name }: Source & { name: string }): string {
  const files = globSync([
    'prisma/migrations/*/migration.sql',
    'bench/scale/{fill,invent-works,random,rows,vary-work}.ts',
  ]);
  const hash = createHash('sha256').update(name);
  for (const file of files.sort()) hash.update(readFileSync(file));
  return hash.digest('hex');
}
