import { readdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { db } from '#lib/db.ts';
import { env } from '#lib/env.ts';
import { LIVE_CHANNEL } from '#lib/live/announce.ts';
import { MissingOriginal } from '#lib/media/finish-picture.ts';
import { derivativeName, originalName, recordName } from '#lib/media/picture-names.ts';
import { readRecord, type StoredPicture, writeRecord } from '#lib/media/picture-record.ts';
import { storage } from '#lib/media/storage.ts';
import { storePicture } from '#lib/media/store-picture.ts';
import { finishPictures } from '#lib/posts/finish-pictures.ts';
import { endPictureJob, takePictureJob } from '#lib/posts/picture-jobs.ts';
import { dedicatedRedis, redisReady } from '#lib/redis.ts';
import { makePost, makeUser } from '../../support/database/factories.ts';
import { untilOneWaits } from '../../support/database/row-lock.ts';
import { eventually } from '../../support/eventually.ts';
import { processTable } from '../../support/shop/process-table.ts';

const subscriber = dedicatedRedis();
let heard: string[][] = [];
const running = () => new AbortController().signal;

beforeAll(async () => {
  await redisReady();
  await subscriber.subscribe(LIVE_CHANNEL);
  subscriber.on('message', (_channel, text) => heard.push((JSON.parse(text) as { tags: string[] }).tags));
});
afterAll(() => subscriber.disconnect());
beforeEach(async () => {
  await db().postImage.deleteMany();
  await db().pictureJob.deleteMany();
  heard = [];
});

let seed = 0;
/** Bytes of a red picture that no other test has. */
const redPicture = (width = 400, height = 300) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 30, b: 20 + ++seed } } })
    .png()
    .toBuffer();

/** A stored picture as the only one of a listed work. */
async function shownPicture(bytes?: Buffer) {
  const picture = await storePicture(bytes ?? (await redPicture()));
  const post = await makePost();
  await db().postImage.deleteMany({ where: { postId: post.id } });
  await db().pictureJob.deleteMany();
  await db().postImage.create({ data: { ...picture, ownerId: post.artistId, postId: post.id } });
  return { picture, post };
}

/** Rows of pictures whose files nobody needs. */
async function addRows(keys: string[]): Promise<void> {
  const { id: ownerId } = await makeUser();
  const facts = { width: 400, height: 300, widths: [320, 400], placeholder: 'data:,' };
  await db().postImage.createMany({ data: keys.map((key) => ({ ...facts, key, ownerId })) });
}

const keyOf = (digit: number | string) => String(digit).repeat(64);
const made = (key: string): StoredPicture => ({
  ...{ key, width: 400, height: 300, widths: [320, 400], placeholder: 'data:,', colours: ['red'], avif: true },
});
const jobs = () => db().pictureJob.findMany({ orderBy: { key: 'asc' } });

test('the AVIF files are made, the row says so, its pages are drawn again', async () => {
  const { picture, post } = await shownPicture();
  expect(await jobs()).toHaveLength(1);
  await finishPictures({ stop: running() });
  for (const width of picture.widths) {
    const file = await storage().get(derivativeName(picture.key, width, 'avif'));
    if (!file) throw new Error(`no AVIF of ${width} pixels`);
    const facts = await sharp(Buffer.from(await new Response(file.stream).arrayBuffer())).metadata();
    expect(facts).toMatchObject({ width, format: 'heif', compression: 'av1' });
  }
  expect(await db().postImage.findFirst({ where: { key: picture.key } })).toMatchObject({ avif: true });
  expect(await jobs()).toEqual([]);
  await eventually(() => expect(heard.flat()).toContain(`post:${post.slug}`));
  expect(heard.flat()).toContain('gallery');
  // The same bytes again are whole.
  expect(await readRecord(storage(), picture.key)).toMatchObject({ avif: true, colours: ['red'] });
});

test('rows that share their bytes are made once, and one that comes later not again', async () => {
  const { picture, post } = await shownPicture();
  await db().postImage.create({ data: { ...picture, ownerId: post.artistId } });
  const put = vi.spyOn(storage(), 'put');
  await finishPictures({ stop: running() });
  expect(await db().postImage.count({ where: { key: picture.key, avif: true } })).toBe(2);
  await db().postImage.create({ data: { ...picture, ownerId: post.artistId } });
  expect(await jobs()).toHaveLength(1);
  await finishPictures({ stop: running() });
  expect(await db().postImage.count({ where: { key: picture.key, avif: true } })).toBe(3);
  expect(put.mock.calls.filter(([name]) => name.endsWith('.avif'))).toHaveLength(picture.widths.length);
  put.mockRestore();
});

test('a row that says it has them makes no work', async () => {
  const { picture, post } = await shownPicture();
  await db().pictureJob.deleteMany();
  await db().postImage.create({ data: { ...picture, avif: true, ownerId: post.artistId } });
  expect(await jobs()).toEqual([]);
});

test('a picture of before gets its widest file and its colours, which search finds', async () => {
  const { picture, post } = await shownPicture(await redPicture(2600, 100));
  const old = { ...picture, widths: [320, 640, 960, 1280, 1920], colours: [], placeholder: 'data:,' };
  await writeRecord(storage(), old);
  await storage().remove(derivativeName(picture.key, 2560));
  await db().postImage.updateMany({
    where: { key: picture.key },
    data: { widths: old.widths, colours: [], placeholder: old.placeholder },
  });
  await finishPictures({ stop: running() });
  const row = await db().postImage.findFirstOrThrow({ where: { key: picture.key } });
  expect(row).toMatchObject({ avif: true, colours: ['red'], placeholder: picture.placeholder });
  expect(row.widths).toEqual([320, 480, 720, 960, 1280, 1920, 2560]);
  expect(await storage().has(derivativeName(picture.key, 2560))).toBe(true);
  const [found] = await db().$queryRaw<{ facets: string[] }[]>`
    SELECT array_agg(facet) AS facets FROM post_search JOIN search_facets ON id = ANY(facets) WHERE post_id = ${post.id}::uuid`;
  expect(found?.facets).toContain('#colour:red');
});

test('several workers share what is due', async () => {
  await addRows([1, 2, 3, 4, 5, 6].map(keyOf));
  const keys: string[] = [];
  let atOnce = 0;
  let most = 0;
  const finish = async (key: string) => {
    keys.push(key);
    most = Math.max(most, ++atOnce);
    // The others get their turn before this one ends.
    await db().$queryRaw`SELECT pg_sleep(0.05)::text`;
    atOnce -= 1;
    return made(key);
  };
  await Promise.all([1, 2].map(() => finishPictures({ stop: running(), finish })));
  expect(keys.sort()).toEqual([1, 2, 3, 4, 5, 6].map(keyOf));
  expect(most).toBe(2);
  expect(await db().postImage.count({ where: { avif: true } })).toBe(6);
});

test('one that fails is tried again after growing pauses, and then left alone; others go on', async () => {
  await addRows([keyOf('a'), keyOf('b')]);
  const finish = async (key: string) => {
    if (key === keyOf('a')) throw new Error('broken');
    return made(key);
  };
  const pauses: (number | null)[] = [];
  for (let attempt = 1; attempt <= 5; attempt++) {
    await finishPictures({ stop: running(), finish });
    const [job] = await db().$queryRaw<{ minutes: number | null; attempts: number }[]>`
      SELECT attempts, CASE WHEN due_at = 'infinity' THEN NULL ELSE round(extract(epoch FROM due_at - now()) / 60)::int END AS minutes
      FROM picture_jobs WHERE key = ${keyOf('a')}`;
    expect(job?.attempts).toBe(attempt);
    pauses.push(job?.minutes ?? null);
    expect(await takePictureJob()).toBeNull();
    await db().$executeRaw`UPDATE picture_jobs SET due_at = now() WHERE due_at < 'infinity'`;
  }
  expect(pauses).toEqual([1, 10, 60, 360, null]);
  expect(await takePictureJob()).toBeNull();
  expect(await db().postImage.findMany({ select: { key: true, avif: true }, orderBy: { key: 'asc' } })).toEqual([
    { key: keyOf('a'), avif: false },
    { key: keyOf('b'), avif: true },
  ]);
});

test('one whose original is lost is not tried again, and one that no row names is forgotten', async () => {
  await addRows([keyOf('c')]);
  await db().pictureJob.create({ data: { key: keyOf('d') } });
  await finishPictures({ stop: running(), finish: (key) => Promise.reject(new MissingOriginal(key)) });
  expect((await jobs()).map(({ key }) => key)).toEqual([keyOf('c')]);
  await db().$executeRaw`UPDATE picture_jobs SET due_at = now() WHERE due_at < 'infinity'`;
  expect(await takePictureJob()).toBeNull();
});

test('what a killed worker had taken is taken up again when its time is over, not before', async () => {
  await addRows([keyOf('e')]);
  expect(await takePictureJob()).toEqual({ key: keyOf('e'), attempts: 1 });
  expect(await takePictureJob()).toBeNull();
  await db().$executeRaw`UPDATE picture_jobs SET due_at = due_at - interval '10 minutes'`;
  expect(await takePictureJob()).toEqual({ key: keyOf('e'), attempts: 2 });
});

test('a worker that stops gives its picture back, kills the process and leaves nothing half', async () => {
  const { picture } = await shownPicture(await redPicture(2600, 2000));
  const stopping = new AbortController();
  const finishing = finishPictures({ stop: stopping.signal });
  // Behind everything else on the machine.
  await eventually(async () => {
    const own = (await processTable()).filter(
      ({ parent, command }) => parent === process.pid && command.includes('decode-worker'),
    );
    expect(own.map(({ nice }) => nice)).toEqual([os.constants.priority.PRIORITY_LOW]);
  });
  stopping.abort();
  await finishing;
  expect(process.getActiveResourcesInfo()).not.toContain('ProcessWrap');
  const [job] = await jobs();
  expect(job).toMatchObject({ attempts: 0 });
  expect(job?.dueAt.getTime()).toBeLessThanOrEqual(Date.now());
  expect(await readdir(path.join(env().DATA_DIR, 'media', 'incoming'))).toEqual([]);
  expect(await readRecord(storage(), picture.key)).toMatchObject({ avif: false });
});

test('a row that is added while its picture is being ended is not forgotten', async () => {
  await addRows([keyOf('f')]);
  const { id: ownerId } = await makeUser();
  const other = new pg.Client({ connectionString: env().DATABASE_URL });
  await other.connect();
  await takePictureJob();
  await other.query('BEGIN');
  await other.query(
    `INSERT INTO post_images (id, owner_id, key, width, height, widths, placeholder)
     VALUES (gen_random_uuid(), $1, $2, 400, 300, '{320,400}', 'data:,')`,
    [ownerId, keyOf('f')],
  );
  const ending = endPictureJob(made(keyOf('f')));
  await untilOneWaits(env().DATABASE_URL);
  await other.query('COMMIT');
  await other.end();
  await ending;
  expect(await db().postImage.count({ where: { key: keyOf('f'), avif: true } })).toBe(2);
  expect(await jobs()).toEqual([]);
});

test('a long queue has the pages drawn again seldom', async () => {
  await addRows([1, 2, 3, 4, 5, 6].map(keyOf));
  const posts = await Promise.all([1, 2, 3, 4, 5, 6].map(() => makePost()));
  const rows = await db().postImage.findMany({ where: { key: { in: [1, 2, 3, 4, 5, 6].map(keyOf) } } });
  for (const [index, { id }] of rows.entries()) {
    await db().postImage.update({ where: { id }, data: { postId: posts[index]?.id ?? null, position: 1 } });
  }
  await db().pictureJob.deleteMany({ where: { key: { notIn: rows.map(({ key }) => key) } } });
  heard = [];
  await finishPictures({ stop: running(), finish: async (key) => made(key) });
  await eventually(() => expect(heard).toHaveLength(1));
  expect(heard[0]).toEqual(expect.arrayContaining(posts.map(({ slug }) => `post:${slug}`)));
});

test('what is due is found by its index, among as many as there are', async () => {
  await db().$executeRaw`
    INSERT INTO picture_jobs (key, due_at)
    SELECT repeat(md5(number::text), 2), CASE WHEN number % 2 = 0 THEN 'infinity' ELSE now() + interval '1 hour' END
    FROM generate_series(1, 5000) AS number`;
  await db().$executeRaw`ANALYZE picture_jobs`;
  const plan = await db().$queryRaw<{ 'QUERY PLAN': string }[]>`
    EXPLAIN SELECT key FROM picture_jobs WHERE due_at <= now() ORDER BY due_at, key LIMIT 1 FOR UPDATE SKIP LOCKED`;
  const text = plan.map((line) => line['QUERY PLAN']).join('\n');
  expect(text).toContain('picture_jobs_due');
  expect(text).not.toContain('Seq Scan');
});

test('the private files stay private', async () => {
  const { picture } = await shownPicture();
  await finishPictures({ stop: running() });
  const folder = path.join(env().DATA_DIR, 'media', 'public', picture.key.slice(0, 2));
  const served = await readdir(folder);
  expect(served).not.toContain(originalName(picture.key));
  expect(served).not.toContain(recordName(picture.key));
  expect(served.filter((name) => name.startsWith(picture.key))).toHaveLength(4);
});
