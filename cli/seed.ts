import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { EnvError, env } from '#lib/env.ts';
import { announceTags } from '#lib/live/announce.ts';
import { logger } from '#lib/logger.ts';
import { storage } from '#lib/media/storage.ts';
import { storePicture } from '#lib/media/store-picture.ts';
import { redis } from '#lib/redis.ts';
import { fillDemo } from '../demo/fill-demo.ts';
import { importWorks } from './import/import-works.ts';
import { picturePool } from './import/picture-pool.ts';
import { CatalogueFileError, readLines } from './import/read-lines.ts';
import { startProgress } from './progress.ts';

const USAGE = 'Usage: npm run seed [-- --if-empty | --works <file.jsonl or .jsonl.gz>]';
/** Further bad lines are only counted. */
const BAD_LINES_SHOWN = 20;

/** A sentence for the person at the terminal, without a stack. */
class SeedError extends Error {
  override name = 'SeedError';
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { works: { type: 'string' }, 'if-empty': { type: 'boolean' } } });
  const changed =
    values.works === undefined ? await seedDemo(values['if-empty'] ?? false) : await seedWorks(values.works);
  if (changed) await refreshOpenShop();
}

async function seedDemo(onlyIfEmpty: boolean): Promise<boolean> {
  const client = new Client({ connectionString: env().DATABASE_URL });
  await client.connect();
  try {
    if (onlyIfEmpty && (await client.query('SELECT 1 FROM users LIMIT 1')).rowCount !== 0) {
      console.log('The shop is not empty: no demo gallery.');
      return false;
    }
    const progress = startProgress('Demo gallery');
    const works = await fillDemo({
      client,
      store: storePicture,
      dataDir: env().DATA_DIR,
      now: new Date(),
      onProgress: (done, total) => progress.update(done, total, ' works'),
    });
    progress.end(works === null ? 'it is there already.' : `${works} works are ready.`);
    return works !== null;
  } finally {
    await client.end();
  }
}

async function seedWorks(file: string): Promise<boolean> {
  // Asked first: the pictures take a while, and a wrong name should be told at once.
  if (!(await stat(file).catch(() => null))?.isFile()) throw new SeedError(`There is no file ${file}.`);
  const drawing = startProgress('Pictures');
  const pool = await picturePool({
    store: storePicture,
    storage: storage(),
    dataDir: env().DATA_DIR,
    onProgress: (done, total) => drawing.update(done, total),
  });
  drawing.end(`${pool.length} are ready.`);
  const progress = startProgress('Works');
  let shown = 0;
  const counts = await importWorks({
    lines: readLines(file),
    databaseUrl: env().DATABASE_URL,
    pool,
    onProgress: ({ lines, artists }) =>
      progress.update(lines, null, ` lines, ${artists.toLocaleString('en')} new artists`),
    onBadLine: (number, problem) => {
      if (++shown <= BAD_LINES_SHOWN) console.error(`\rLine ${number} is skipped: ${problem}.`);
    },
  });
  const { works, artists, known, bad } = counts;
  const count = (value: number) => value.toLocaleString('en');
  progress.end(
    `${count(works)} new by ${count(artists)} new artists, ${count(known)} were there already, ${count(bad)} bad lines skipped.`,
  );
  return works > 0;
}

/** A running shop shows the new works at once; without one there is nobody to tell. */
async function refreshOpenShop(): Promise<void> {
  // Without Redis there is no open shop, which is no news.
  logger().level = 'silent';
  const connection = redis();
  try {
    await once(connection, 'ready', { signal: AbortSignal.timeout(1_000) });
    await announceTags(['gallery', 'posts']);
  } catch {
    // Nobody to tell.
  } finally {
    connection.disconnect();
  }
}

try {
  await main();
} catch (error) {
  const isUsage = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  if (isUsage) console.error(`${error.message}\n${USAGE}`);
  else if (error instanceof SeedError || error instanceof CatalogueFileError || error instanceof EnvError)
    console.error(error.message);
  else console.error('The seed failed:', error);
  process.exitCode = 1;
}
