import { readdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { db } from '#lib/db.ts';
import { env } from '#lib/env.ts';
import { LIVE_CHANNEL } from '#lib/live/announce.ts';
import { MissingOriginalError } from '#lib/media/finish-picture.ts';
import { derivativeName, originalName, recordName } from '#lib/media/picture-names.ts';
import { readRecord, type StoredPicture, writeRecord } from '#lib/media/picture-record.ts';
import { storage } from '#lib/media/storage.ts';
import { storePicture } from '#lib/media/store-picture.ts';
import { finishPictures } from '#lib/posts/finish-pictures.ts';
import { claimPictureJob, completePictureJob } from '#lib/posts/picture-jobs.ts';
import { dedicatedRedis, waitForRedis } from '#lib/redis.ts';
import { makePost, makeUser } from '../../support/database/factories.ts';
import { waitForLockedStatement } from '../../support/database/lock-rows.ts';
import { eventually } from '../../support/eventually.ts';
import { listProcesses } from '../../support/shop/list-processes.ts';

const subscriber = dedicatedRedis();
let announcedTags: string[][] = [];
const notStopped = () => new AbortController().signal;

beforeAll(async () => {
  await waitForRedis();
  await subscriber.subscribe(LIVE_CHANNEL);
  subscriber.on('message', (_channel, text) => announcedTags.push((JSON.parse(text) as { tags: string[] }).tags));
});
afterAll(() => subscriber.disconnect());
beforeEach(async () => {
  await db().postImage.deleteMany();
  await db().pictureJob.deleteMany();
  announcedTags = [];
});

let seed = 0;
/** The bytes of a red picture, different in every call. */
const redPicture = (width = 400, height = 300) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 30, b: 20 + ++seed } } })
    .png()
    .toBuffer();

/** A stored picture as the only one of a published work. */
async function shownPicture(bytes?: Buffer) {
  const picture = await storePicture(bytes ?? (await redPicture()));
  const post = await makePost();
  await db().postImage.deleteMany({ where: { postId: post.id } });
  await db().pictureJob.deleteMany();
  await db().postImage.create({ data: { ...picture, ownerId: post.artistId, postId: post.id } });
  return { picture, post };
}

/** Adds rows of pictures without files. */
async function addRows(keys: string[]): Promise<void> {
  const { id: ownerId } = await makeUser();
  const facts = { width: 400, height: 300, widths: [320, 400], placeholder: 'data:,' };
  await db().postImage.createMany({ data: keys.map((key) => ({ ...facts, key, ownerId })) });
}

const keyOf = (digit: number | string) => String(digit).repeat(64);
const finishedPicture = (key: string): StoredPicture => ({
  ...{ key, width: 400, height: 300, widths: [320, 400], placeholder: 'data:,', colours: ['red'], avif: true },
});
const jobs = () => db().pictureJob.findMany({ orderBy: { key: 'asc' } });

test('the AVIF files are created, the row is updated, and its pages are refreshed', async () => {
  const { picture, post } = await shownPicture();
  expect(await jobs()).toHaveLength(1);
  await finishPictures({ stop: notStopped() });
  for (const width of picture.widths) {
    const file = await storage().get(derivativeName(picture.key, width, 'avif'));
    if (!file) throw new Error(`no AVIF of ${width} pixels`);
    const facts = await sharp(Buffer.from(await new Response(file.stream).arrayBuffer())).metadata();
    expect(facts).toMatchObject({ width, format: 'heif', compression: 'av1' });
  }
  expect(await db().postImage.findFirst({ where: { key: picture.key } })).toMatchObject({ avif: true });
  expect(await jobs()).toEqual([]);
  await eventually(() => expect(announcedTags.flat()).toContain(`post:${post.slug}`));
  expect(announcedTags.flat()).toContain('gallery');
  // The record knows it too, for another upload of the same bytes.
  expect(await readRecord(storage(), picture.key)).toMatchObject({ avif: true, colours: ['red'] });
});

test('rows that share their bytes are processed once, and a later row does not repeat it', async () => {
  const { picture, post } = await shownPicture();
  await db().postImage.create({ data: { ...picture, ownerId: post.artistId } });
  const put = vi.spyOn(storage(), 'put');
  await finishPictures({ stop: notStopped() });
  expect(await db().postImage.count({ where: { key: picture.key, avif: true } })).toBe(2);
  await db().postImage.create({ data: { ...picture, ownerId: post.artistId } });
  expect(await jobs()).toHaveLength(1);
  await finishPictures({ stop: notStopped() });
  expect(await db().postImage.count({ where: { key: picture.key, avif: true } })).toBe(3);
  expect(put.mock.calls.filter(([name]) => name.endsWith('.avif'))).toHaveLength(picture.widths.length);
  put.mockRestore();
});

test('a row that already has its AVIF files creates no job', async () => {
  const { picture, post } = await shownPicture();
  await db().pictureJob.deleteMany();
  await db().postImage.create({ data: { ...picture, avif: true, ownerId: post.artistId } });
  expect(await jobs()).toEqual([]);
});

test('an older picture gets its widest file and its colours, which search finds', async () => {
  const { picture, post } = await shownPicture(await redPicture(2600, 100));
  const old = { ...picture, widths: [320, 640, 960, 1280, 1920], colours: [], placeholder: 'data:,' };
  await writeRecord(storage(), { ...old, turn: 0 });
  await storage().remove(derivativeName(picture.key, 2560));
  await db().postImage.updateMany({
    where: { key: picture.key },
    data: { widths: old.widths, colours: [], placeholder: old.placeholder },
  });
  await finishPictures({ stop: notStopped() });
  const row = await db().postImage.findFirstOrThrow({ where: { key: picture.key } });
  expect(row).toMatchObject({ avif: true, colours: ['red'], placeholder: picture.placeholder });
  expect(row.widths).toEqual([320, 480, 720, 960, 1280, 1920, 2560]);
  expect(await storage().has(derivativeName(picture.key, 2560))).toBe(true);
  const [found] = await db().$queryRaw<{ facets: string[] }[]>`
    SELECT array_agg(facet) AS facets FROM post_search JOIN search_facets ON id = ANY(facets) WHERE post_id = ${post.id}::uuid`;
  expect(found?.facets).toContain('#colour:red');
});

test('several workers share the due jobs', async () => {
  await addRows([1, 2, 3, 4, 5, 6].map(keyOf));
  const keys: string[] = [];
  let runningCount = 0;
  let maxRunning = 0;
  const finish = async (key: string) => {
    keys.push(key);
    maxRunning = Math.max(maxRunning, ++runningCount);
    // Lets the others begin before this one ends.
    await db().$queryRaw`SELECT pg_sleep(0.05)::text`;
    runningCount -= 1;
    return finishedPicture(key);
  };
  await Promise.all([1, 2].map(() => finishPictures({ stop: notStopped(), finish })));
  expect(keys.sort()).toEqual([1, 2, 3, 4, 5, 6].map(keyOf));
  expect(maxRunning).toBe(2);
  expect(await db().postImage.count({ where: { avif: true } })).toBe(6);
});

test('a picture that fails is retried with growing delays and then given up, without blocking others', async () => {
  await addRows([keyOf('a'), keyOf('b')]);
  const finish = async (key: string) => {
    if (key === keyOf('a')) throw new Error('broken');
    return finishedPicture(key);
  };
  const delays: (number | null)[] = [];
  for (let attempt = 1; attempt <= 5; attempt++) {
    await finishPictures({ stop: notStopped(), finish });
    const [job] = await db().$queryRaw<{ minutes: number | null; attempts: number }[]>`
      SELECT attempts, CASE WHEN due_at = 'infinity' THEN NULL ELSE round(extract(epoch FROM due_at - now()) / 60)::int END AS minutes
      FROM picture_jobs WHERE key = ${keyOf('a')}`;
    expect(job?.attempts).toBe(attempt);
    delays.push(job?.minutes ?? null);
    expect(await claimPictureJob()).toBeNull();
    await db().$executeRaw`UPDATE picture_jobs SET due_at = now() WHERE due_at < 'infinity'`;
  }
  expect(delays).toEqual([1, 10, 60, 360, null]);
  expect(await claimPictureJob()).toBeNull();
  expect(await db().postImage.findMany({ select: { key: true, avif: true }, orderBy: { key: 'asc' } })).toEqual([
    { key: keyOf('a'), avif: false },
    { key: keyOf('b'), avif: true },
  ]);
});

test('a picture whose original is lost is not retried, and a job without a row is deleted', async () => {
  await addRows([keyOf('c')]);
  await db().pictureJob.create({ data: { key: keyOf('d') } });
  await finishPictures({ stop: notStopped(), finish: (key) => Promise.reject(new MissingOriginalError(key)) });
  expect((await jobs()).map(({ key }) => key)).toEqual([keyOf('c')]);
  await db().$executeRaw`UPDATE picture_jobs SET due_at = now() WHERE due_at < 'infinity'`;
  expect(await claimPictureJob()).toBeNull();
});

test('a job of a killed worker is claimed again when its time is over, not before', async () => {
  await addRows([keyOf('e')]);
  expect(await claimPictureJob()).toEqual({ key: keyOf('e'), attempts: 1 });
  expect(await claimPictureJob()).toBeNull();
  await db().$executeRaw`UPDATE picture_jobs SET due_at = due_at - interval '10 minutes'`;
  expect(await claimPictureJob()).toEqual({ key: keyOf('e'), attempts: 2 });
});

test('a worker that stops releases its job, kills the decoder and leaves no incomplete files', async () => {
  const { picture } = await shownPicture(await redPicture(2600, 2000));
  const stopping = new AbortController();
  const finishing = finishPictures({ stop: stopping.signal });
  // At the lowest priority on the machine.
  await eventually(async () => {
    const decoders = (await listProcesses()).filter(
      ({ parent, command }) => parent === process.pid && command.includes('decode-worker'),
    );
    expect(decoders.map(({ nice }) => nice)).toEqual([os.constants.priority.PRIORITY_LOW]);
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

test('a row that is added while its picture is being completed is updated too', async () => {
  await addRows([keyOf('f')]);
  const { id: ownerId } = await makeUser();
  const other = new pg.Client({ connectionString: env().DATABASE_URL });
  await other.connect();
  await claimPictureJob();
  await other.query('BEGIN');
  await other.query(
    `INSERT INTO post_images (id, owner_id, key, width, height, widths, placeholder)
     VALUES (gen_random_uuid(), $1, $2, 400, 300, '{320,400}', 'data:,')`,
    [ownerId, keyOf('f')],
  );
  const completing = completePictureJob(finishedPicture(keyOf('f')));
  await waitForLockedStatement(env().DATABASE_URL);
  await other.query('COMMIT');
  await other.end();
  await completing;
  expect(await db().postImage.count({ where: { key: keyOf('f'), avif: true } })).toBe(2);
  expect(await jobs()).toEqual([]);
});

test('a long queue refreshes its pages rarely', async () => {
  await addRows([1, 2, 3, 4, 5, 6].map(keyOf));
  const posts = await Promise.all([1, 2, 3, 4, 5, 6].map(() => makePost()));
  const rows = await db().postImage.findMany({ where: { key: { in: [1, 2, 3, 4, 5, 6].map(keyOf) } } });
  for (const [index, { id }] of rows.entries()) {
    await db().postImage.update({ where: { id }, data: { postId: posts[index]?.id ?? null, position: 1 } });
  }
  await db().pictureJob.deleteMany({ where: { key: { notIn: rows.map(({ key }) => key) } } });
  announcedTags = [];
  await finishPictures({ stop: notStopped(), finish: async (key) => finishedPicture(key) });
  await eventually(() => expect(announcedTags).toHaveLength(1));
  expect(announcedTags[0]).toEqual(expect.arrayContaining(posts.map(({ slug }) => `post:${slug}`)));
});

test('due jobs are found by their index among many others', async () => {
  await db().$executeRaw`
    INSERT INTO picture_jobs (key, due_at)
    SELECT repeat(md5(number::text), 2), CASE WHEN number % 2 = 0 THEN 'infinity' ELSE now() + interval '1 hour' END
    FROM generate_series(1, 5000) AS number`;
  await db().$executeRaw`ANALYZE picture_jobs`;
  const plan = await db().$queryRaw<{ 'QUERY PLAN': string }[]>`
    EXPLAIN SELECT key FROM picture_jobs WHERE due_at <= now() ORDER BY due_at, key LIMIT 1 FOR UPDATE SKIP LOCKED`;
  const planText = plan.map((line) => line['QUERY PLAN']).join('\n');
  expect(planText).toContain('picture_jobs_due');
  expect(planText).not.toContain('Seq Scan');
});

test('private files stay private', async () => {
  const { picture } = await shownPicture();
  await finishPictures({ stop: notStopped() });
  const folder = path.join(env().DATA_DIR, 'media', 'public', picture.key.slice(0, 2));
  const served = await readdir(folder);
  expect(served).not.toContain(originalName(picture.key));
  expect(served).not.toContain(recordName(picture.key));
  expect(served.filter((name) => name.startsWith(picture.key))).toHaveLength(4);
});
