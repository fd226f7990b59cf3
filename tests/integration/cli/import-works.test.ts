import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { importWorks } from '../../../cli/import/import-works.ts';
import { CatalogueFileError, type NumberedLine, readLines } from '../../../cli/import/read-lines.ts';
import { createTestDatabase } from '../../support/database/create-test-database.ts';

const CATALOGUE = '../shared/data/tate-artworks.jsonl.gz';

const PICTURE_POOL = [0.75, 1, 1.5].map((proportion, index) => ({
  key: String(index).repeat(64),
  width: 1000 * proportion,
  height: 1000,
  widths: [320, 640],
  avif: false,
  placeholder: 'a98cba765432fedcba',
  colours: ['blue' as const],
  alt: 'A picture',
}));

const LINES = [
  '{"acno":"A1","title":"Quote \\" and accent é","artist":"Ann Lee","date":"c.1785","medium":"Oil","width_mm":"394","height_mm":"419","subjects":["sea","boat, sailing"]}',
  'this is not JSON',
  '{"acno":"A2","title":"NUL \\u0000 inside","artist":"Ann Lee (?)"}',
  '',
  '{"acno":"A3","artist":"No Title"}',
  '{"acno":"A1","title":"The same number again","artist":"Ann Lee"}',
  '{"acno":"A4","title":"Taken name","artist":"Mira"}',
];

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let client: Client;
let folder: string;

beforeEach(async () => {
  database = await createTestDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
  folder = await mkdtemp(path.join(tmpdir(), 'import-'));
});

afterEach(async () => {
  await client.end();
  await database.drop();
  await rm(folder, { recursive: true });
});

const importFile = (file: string) => importLines(readLines(file));

async function importLines(lines: AsyncIterable<NumberedLine>) {
  const badLines: number[] = [];
  const counts = await importWorks({
    lines,
    databaseUrl: database.url,
    pool: PICTURE_POOL,
    onBadLine: (number) => badLines.push(number),
  });
  return { counts, badLines };
}

async function countRows() {
  const { rows } = await client.query<{ users: number; posts: number; images: number }>(
    `SELECT (SELECT count(*) FROM users)::int AS users, (SELECT count(*) FROM posts)::int AS posts,
       (SELECT count(*) FROM post_images)::int AS images`,
  );
  return rows[0];
}

test('bad lines are reported by number and a second run changes nothing', async () => {
  await client.query(
    "INSERT INTO users (id, username, email, display_name) VALUES (gen_random_uuid(), 'mira', 'mira@example.org', 'Mira')",
  );
  const file = path.join(folder, 'works.jsonl.gz');
  await writeFile(file, gzipSync(LINES.join('\n')));

  const first = await importFile(file);
  expect(first.badLines).toEqual([2, 5]);
  expect(first.counts).toEqual({ lines: 7, works: 3, artists: 3, known: 1, bad: 2 });
  const rows = await countRows();
  expect(rows).toEqual({ users: 4, posts: 3, images: 3 });

  const second = await importFile(file);
  expect(second.counts).toEqual({ lines: 7, works: 0, artists: 0, known: 4, bad: 2 });
  expect(await countRows()).toEqual(rows);
});

test('a work keeps its texts, and artists with the same username get different ones', async () => {
  const file = path.join(folder, 'works.jsonl');
  await writeFile(file, LINES.join('\n'));
  await importFile(file);
  const { rows } = await client.query(
    `SELECT title, tags, year, dimensions, medium, status, users.display_name AS artist, password_hash, key, colours
     FROM posts JOIN users ON users.id = artist_id JOIN post_images ON post_id = posts.id WHERE year = 1785`,
  );
  expect(rows).toEqual([
    {
      title: 'Quote " and accent é',
      tags: ['sea', 'boat sailing'],
      year: 1785,
      dimensions: '394 × 419 mm',
      medium: 'Oil',
      status: 'LISTED',
      artist: 'Ann Lee',
      password_hash: null,
      key: expect.stringMatching(/^[0-9]{64}$/),
      colours: ['blue'],
    },
  ]);
  const names = await client.query<{ username: string }>(
    "SELECT username FROM users WHERE display_name LIKE 'Ann Lee%'",
  );
  expect(names.rows).toHaveLength(2);
});

test('a missing file and a damaged gzip are reported in one sentence', async () => {
  await expect(importFile(path.join(folder, 'nowhere.jsonl'))).rejects.toThrow(CatalogueFileError);
  const truncated = path.join(folder, 'cut.jsonl.gz');
  await writeFile(truncated, gzipSync(LINES.join('\n')).subarray(0, 60));
  await expect(importFile(truncated)).rejects.toThrow('is not a whole gzip file');
});

const PART = 20_000;

async function* firstLines(count: number) {
  let read = 0;
  for await (const line of readLines(CATALOGUE)) {
    if (read++ === count) return;
    yield line;
  }
}

test.skipIf(!existsSync(CATALOGUE))('a large catalogue loads, each work once', { timeout: 400_000 }, async () => {
  const { counts, badLines } = await importLines(firstLines(PART));
  expect(badLines).toEqual([]);
  expect(counts).toMatchObject({ lines: PART, works: PART, known: 0, bad: 0 });
  const { rows } = await client.query<{ moments: number }>(
    'SELECT count(DISTINCT listed_at)::int AS moments FROM posts',
  );
  expect(rows[0]?.moments).toBe(PART);
});
