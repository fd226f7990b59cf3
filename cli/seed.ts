import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { EnvError, env, isLiveKey } from '#lib/env.ts';
import { announceTags } from '#lib/live/announce.ts';
import { logger } from '#lib/logger.ts';
import { storePortrait } from '#lib/media/portrait/portrait-files.ts';
import { storage } from '#lib/media/storage.ts';
import { storePicture } from '#lib/media/store-picture.ts';
import { redis } from '#lib/redis.ts';
import { readSignIns, replacePublishedPasswords } from '../demo/demo-passwords.ts';
import { fillDemo } from '../demo/fill-demo.ts';
import { importWorks } from './import/import-works.ts';
import { picturePool } from './import/picture-pool.ts';
import { CatalogueFileError, readLines } from './import/read-lines.ts';
import { startProgress } from './progress.ts';

const USAGE = 'Usage: npm run seed [-- --if-empty | --works <file.jsonl or .jsonl.gz>]';
/** Further invalid lines are only counted. */
const MAX_BAD_LINES_SHOWN = 20;

/** A mistake in the command line; only its message is printed. */
class SeedError extends Error {
  override name = 'SeedError';
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { works: { type: 'string' }, 'if-empty': { type: 'boolean' } } });
  const changed =
    values.works === undefined ? await seedDemo(values['if-empty'] ?? false) : await seedWorks(values.works);
  if (changed) await refreshRunningShop();
}

async function seedDemo(onlyIfEmpty: boolean): Promise<boolean> {
  const client = new Client({ connectionString: env().DATABASE_URL });
  await client.connect();
  try {
    if (isLiveKey(env().STRIPE_SECRET_KEY)) return await refuseDemo(client, onlyIfEmpty);
    if (await replacePublishedPasswords(client, env().DATA_DIR))
      console.log('The demo accounts had the password that earlier versions published, and now have their own.');
    if (onlyIfEmpty && (await client.query('SELECT 1 FROM users LIMIT 1')).rowCount !== 0) {
      console.log('The shop is not empty, so the demo gallery was not added.');
      return false;
    }
    const progress = startProgress('Demo gallery');
    const works = await fillDemo({
      client,
      store: storePicture,
      storePortrait,
      dataDir: env().DATA_DIR,
      now: new Date(),
      onProgress: (done, total) => progress.update(done, total, ' works'),
    });
    progress.end(works === null ? 'already there.' : `${works} works are ready.`);
    // `npm start` prints them at its end.
    if (!onlyIfEmpty) await printSignIns();
    return works !== null;
  } finally {
    await client.end();
  }
}

/** Beside a live key: its works would be sold for real money, by nobody. */
async function refuseDemo(client: Client, onlyIfEmpty: boolean): Promise<false> {
  const { rowCount } = await client.query('SELECT 1 FROM users WHERE is_demo LIMIT 1');
  if (rowCount !== 0)
    throw new SeedError(
      'The database has the demo gallery, which is refused together with a live STRIPE_SECRET_KEY: use another database.',
    );
  const reason = 'The demo gallery is refused together with a live STRIPE_SECRET_KEY.';
  if (!onlyIfEmpty) throw new SeedError(reason);
  console.log(reason);
  return false;
}

async function printSignIns(): Promise<void> {
  for (const { role, username, password } of (await readSignIns(env().DATA_DIR)) ?? [])
    console.log(`  ${role.padEnd(8)} ${username.padEnd(10)} ${password}`);
}

async function seedWorks(file: string): Promise<boolean> {
  // Checked first, because drawing the pictures takes a while.
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
      if (++shown <= MAX_BAD_LINES_SHOWN) console.error(`\rLine ${number} skipped: ${problem}.`);
    },
  });
  const { works, artists, known, bad } = counts;
  const count = (value: number) => value.toLocaleString('en');
  const added = `${count(works)} new works, ${count(artists)} new artists`;
  progress.end(`${added}, ${count(known)} already known, ${count(bad)} invalid lines skipped.`);
  return works > 0;
}

/** Makes a running shop show the new works at once. */
async function refreshRunningShop(): Promise<void> {
  // Without Redis no shop is running, which is not worth a log line.
  logger().level = 'silent';
  const connection = redis();
  try {
    await once(connection, 'ready', { signal: AbortSignal.timeout(1_000) });
    await announceTags(['gallery', 'posts']);
  } catch {
    // No shop is running.
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
