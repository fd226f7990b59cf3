import pg from 'pg';
import { startProgress } from '../../prisma/progress.ts';
import { type Row, rowsAt } from './rows.ts';
import type { Source } from './vary-work.ts';

const BATCH = 2_000;
/** Batches that are written at a time, while the next one is made. */
const LANES = 2;

type Columns = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Writes `count` works with their artists and pictures, through the triggers and constraints of the migrations. GIN
 * indexes are built when all rows are there, as pg_restore does; then VACUUM (ANALYZE).
 * @param databaseUrl a database with the migrations applied and no works
 */
export async function fillWorks(databaseUrl: string, count: number, source: Source): Promise<void> {
  // A batch that is lost in a crash is no loss here: the whole is filled again.
  const options = '-c synchronous_commit=off -c maintenance_work_mem=512MB';
  const pool = new pg.Pool({ connectionString: databaseUrl, max: LANES + 1, options });
  try {
    const columns = await columnsOf(pool);
    const rebuild = await dropGinIndexes(pool);
    await writeAll(pool, columns, count, source);
    await rebuild();
    await pool.query('VACUUM (ANALYZE)');
    await pool.query('CHECKPOINT');
  } finally {
    await pool.end();
  }
}

async function writeAll(pool: pg.Pool, columns: Columns, count: number, source: Source): Promise<void> {
  const progress = startProgress('Works');
  const insert = (table: string, rows: readonly Row[]) => insertRows(pool, columns, table, rows);
  const known = { ids: new Set<unknown>(), names: new Set<unknown>() };
  const writing = new Set<Promise<void>>();
  for (let first = 0; first < count; first += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, count - first) }, (_, index) => first + index);
    const batch = numbers.map((number) => rowsAt(source, number));
    await insert(
      'users',
      newUsers(
        batch.map(({ user }) => user),
        known,
      ),
    );
    const written = insert(
      'posts',
      batch.map(({ post }) => post),
    )
      .then(() =>
        insert(
          'post_images',
          batch.map(({ image }) => image),
        ),
      )
      .finally(() => writing.delete(written));
    writing.add(written);
    if (writing.size >= LANES) await Promise.race(writing);
    progress.update(first + numbers.length, count);
  }
  await Promise.all(writing);
  progress.end(`${count.toLocaleString('en')} by ${known.ids.size.toLocaleString('en')} artists.`);
}

/** Two artists may share the first username. */
function newUsers(users: readonly Row[], known: { ids: Set<unknown>; names: Set<unknown> }): Row[] {
  const fresh: Row[] = [];
  for (const user of users) {
    if (known.ids.has(user.id)) continue;
    const username = known.names.has(user.username) ? user.second_username : user.username;
    known.ids.add(user.id);
    known.names.add(username);
    fresh.push({ ...user, username });
  }
  return fresh;
}

async function insertRows(pool: pg.Pool, columns: Columns, table: string, rows: readonly Row[]): Promise<void> {
  const names = Object.keys(rows[0] ?? {}).filter((name) => columns.get(table)?.has(name));
  if (names.length === 0) return;
  await pool.query({
    name: `fill ${table}`,
    text: `INSERT INTO ${table} (${names}) SELECT ${names} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`,
    values: [JSON.stringify(rows)],
  });
}

async function columnsOf(pool: pg.Pool): Promise<Columns> {
  const { rows } = await pool.query<{ table: string; columns: string[] }>(
    `SELECT table_name AS "table", array_agg(column_name::text) AS columns FROM information_schema.columns
     WHERE table_schema = 'public' AND is_generated = 'NEVER' GROUP BY table_name`,
  );
  return new Map(rows.map(({ table, columns }) => [table, new Set(columns)]));
}

/** Entry by entry such an index takes many times as long as at once. @returns what builds them again */
async function dropGinIndexes(pool: pg.Pool): Promise<() => Promise<void>> {
  const { rows } = await pool.query<{ name: string; definition: string }>(
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition
     FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid JOIN pg_am ON pg_am.oid = relam
     WHERE amname = 'gin' AND relnamespace = 'public'::regnamespace`,
  );
  for (const { name } of rows) await pool.query(`DROP INDEX ${name}`);
  return async () => {
    for (const { definition } of rows) await pool.query(definition);
  };
}
