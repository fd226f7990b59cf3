import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { confirmImport } from '#lib/imports/confirm-import.ts';
import { runImports } from '#lib/imports/run-imports.ts';
import { waitForRedis } from '#lib/redis.ts';
import { explain } from '../../../bench/explain.ts';
import { recordTraffic } from '../../../bench/record-statements.ts';
import { makeUser } from '../../support/database/factories.ts';
import { never, send } from './import-fixture.ts';

const client = new Client({ connectionString: process.env.DATABASE_URL });
beforeAll(async () => {
  await waitForRedis();
  await client.connect();
});
afterAll(() => client.end());

test('what is due, its next row of an import, one that waits, and works by key come from indexes, however many there were before', async () => {
  const [artist, other] = [await makeUser(), await makeUser()];
  await client.query(
    `INSERT INTO imports (id, owner_id, name, confirmed_at, finished_at)
     SELECT gen_random_uuid(), $1, 'old.csv', now(), now() FROM generate_series(1, 2000)`,
    [other.id],
  );
  await client.query(
    `INSERT INTO import_rows (import_id, number, action, content, done_at)
     SELECT id, n, 'skip', '{}', now() FROM imports CROSS JOIN generate_series(2, 6) n`,
  );
  await client.query(
    `INSERT INTO posts (id, slug, artist_id, title, price_amount, price_currency)
     SELECT gen_random_uuid(), 'old-' || n, $1, 'Old', 1, 'EUR' FROM generate_series(1, 5000) n`,
    [other.id],
  );
  await client.query(
    `INSERT INTO imported_posts SELECT id, artist_id, slug, md5(slug) || md5(slug) FROM posts WHERE artist_id = $1`,
    [other.id],
  );
  await client.query('VACUUM ANALYZE imports, import_rows, imported_posts, posts');
  const statements = await recordTraffic(async () => {
    const { id } = await send(artist, 'key,title,price\nA-1,Blue,12');
    await confirmImport(artist, id);
    await runImports(never);
  });
  expect(await db().post.count({ where: { artistId: artist.id } })).toBe(1);
  for (const [part, index] of [
    [/^\s*UPDATE imports SET lease = .*NULLS FIRST/s, 'imports_due|imports_one_running'],
    [/SELECT .*"import_rows".*"done_at" IS NULL.*ORDER BY/s, 'import_rows_waiting'],
    [/SELECT .*"imported_posts".*"key" (IN|=)/s, 'imported_posts_by_(key|hash)'],
    [/SELECT .*"imports".*"confirmed_at" IS NULL/s, 'imports_one_unconfirmed'],
  ] as const) {
    const statement = statements.find(({ text }) => part.test(text));
    if (!statement) throw new Error(`no statement like ${part}`);
    const plan = await explain(client, statement);
    expect(plan, statement.text).toMatch(new RegExp(`(using|Scan on) (${index})`));
    expect(plan, statement.text).not.toMatch(/Seq Scan/);
  }
});
