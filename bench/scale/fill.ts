import pg from 'pg';
import { startProgress } from '../../cli/progress.ts';
import { type Row, rowsAt } from './rows.ts';
import type { Source } from './vary-work.ts';

const BATCH = 1_000;
const COUNT_SLICE = 5_000;

type Columns = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Inserts `count` works with their artists and pictures, with the triggers and constraints of the migrations. GIN
 * indexes are built after all rows, as pg_restore does it; then VACUUM (ANALYZE).
 * @param databaseUrl a database with the migrations applied and no works
 */
export async function fillWorks(databaseUrl: string, count: number, source: Source): Promise<void> {
  // A batch lost in a crash does not matter: the next run fills the database again.
  const options = '-c synchronous_commit=off -c maintenance_work_mem=512MB';
  const client = new pg.Client({ connectionString: databaseUrl, options });
  await client.connect();
  try {
    const columns = await columnsOf(client);
    const rebuild = await dropGinIndexes(client);
    // The work's own trigger runs at commit and sees the picture as well.
    await client.query('ALTER TABLE post_images DISABLE TRIGGER USER');
    await writeAll(client, columns, count, source);
    await client.query('ALTER TABLE post_images ENABLE TRIGGER USER');
    await rebuild();
    await countWords(client, columns);
    await client.query('VACUUM (ANALYZE)');
    await client.query('CHECKPOINT');
  } finally {
    await client.end();
  }
}

async function writeAll(client: pg.Client, columns: Columns, count: number, source: Source): Promise<void> {
  const progress = startProgress('Works');
  const known = { ids: new Set<unknown>(), names: new Set<unknown>() };
  let writing: Promise<void> | undefined;
  for (let first = 0; first < count; first += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, count - first) }, (_, index) => rowsAt(source, first + index));
    const [users, posts, images] = (['user', 'post', 'image'] as const).map((name) => rows.map((row) => row[name]));
    const batch = [
      insertion(columns, 'users', newUsers(users ?? [], known)),
      insertion(columns, 'posts', posts ?? []),
      insertion(columns, 'post_images', images ?? []),
    ];
    // One batch is written while the next one is generated; two writes at once would wait for each other's new words.
    await writing;
    writing = inTransaction(client, batch);
    progress.update(first, count);
  }
  await writing;
  progress.end(`${count.toLocaleString('en')} by ${known.ids.size.toLocaleString('en')} artists.`);
}

/** A work's triggers run at commit and need its picture by then. A failure ends the whole run. */
async function inTransaction(client: pg.Client, statements: readonly pg.QueryConfig[]): Promise<void> {
  await client.query('BEGIN');
  for (const statement of statements) await client.query(statement);
  await client.query('COMMIT');
}

/** The rows of artists not inserted before. A username that is in use is replaced by the second one. */
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

/** Leaves out values for which the table has no column. */
function insertion(columns: Columns, table: string, rows: readonly Row[]): pg.QueryConfig {
  const names = Object.keys(rows[0] ?? { id: null }).filter((name) => columns.get(table)?.has(name));
  return {
    text: `INSERT INTO ${table} (${names}) SELECT ${names} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`,
    values: [JSON.stringify(rows)],
  };
}

async function columnsOf(client: pg.Client): Promise<Columns> {
  const { rows } = await client.query<{ table: string; columns: string[] }>(
    `SELECT table_name AS "table", array_agg(column_name::text) AS columns FROM information_schema.columns
     WHERE table_schema = 'public' AND is_generated = 'NEVER' GROUP BY table_name`,
  );
  return new Map(rows.map(({ table, columns }) => [table, new Set(columns)]));
}

/**
 * Filling such an index row by row takes many times as long as building it at the end.
 * @returns a function that builds them
 */
async function dropGinIndexes(client: pg.Client): Promise<() => Promise<void>> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition
     FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid JOIN pg_am ON pg_am.oid = relam
     WHERE amname = 'gin' AND relnamespace = 'public'::regnamespace`,
  );
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
  return async () => {
    for (const { definition } of rows) await client.query(definition);
  };
}

/** Fills the word counts, as the worker does regularly. */
async function countWords(client: pg.Client, columns: Columns): Promise<void> {
  if (!columns.has('search_words')) return;
  // In slices, because the cost of ts_stat grows faster than the number of words.
  await client.query(
    `UPDATE search_words SET works = counted.works
     FROM (
       SELECT word, sum(ndoc)::int AS works
       FROM (
         SELECT min(post_id::text) AS first, max(post_id::text) AS last
         FROM (SELECT post_id, row_number() OVER (ORDER BY post_id) / ${COUNT_SLICE} AS slice FROM post_search) AS numbered
         GROUP BY slice
       ) AS slices,
       ts_stat(format('SELECT doc FROM post_search WHERE post_id BETWEEN %L AND %L', first, last))
       GROUP BY word
     ) AS counted
     WHERE counted.word = search_words.word`,
  );
}
