import { randomUUID } from 'node:crypto';
import pg from 'pg';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { db } from '#lib/db.ts';
import { DECODING_SECONDS_PER_HOUR, FIRST_QUOTA } from '#lib/domain/quotas.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { originalName } from '#lib/media/picture-names.ts';
import { storage } from '#lib/media/storage.ts';
import { addPicture } from '#lib/posts/add-picture.ts';
import { createPost } from '#lib/posts/create-post.ts';
import { decodingBudget } from '#lib/posts/decoding-budget.ts';
import { removeWithFiles, reserveUpload } from '#lib/posts/picture-uploads.ts';
import { removeOrphanPictures } from '#lib/posts/remove-orphan-pictures.ts';
import { redis, waitForRedis } from '#lib/redis.ts';
import { explain } from '../../../bench/explain.ts';
import { recordStatements } from '../../../bench/record-statements.ts';
import { makeHeldOrder, makePost, makeUser, postInput } from '../../support/database/factories.ts';
import { eventually } from '../../support/eventually.ts';

// Each picture is decoded in a process of its own, below normal priority.
vi.setConfig({ testTimeout: 120_000 });

const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
beforeAll(async () => {
  await client.connect();
  await waitForRedis();
});
afterAll(() => client.end());

let seed = 0;
/** The bytes of a small picture, different in every call. */
const picture = () =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: { r: 200, g: 30, b: 20 + ++seed } } })
    .png()
    .toBuffer();
const upload = (owner: Viewer, bytes: Uint8Array) => addPicture(owner, new Blob([Buffer.from(bytes)]).stream());
const aDayAgo = () => new Date(Date.now() - 25 * 60 * 60 * 1_000);

/** Adds rows without files. */
async function addRows(owner: Viewer, count: number, changes: { bytes?: number; createdAt?: Date } = {}) {
  const facts = { width: 40, height: 30, widths: [40], placeholder: 'data:,' };
  const keys = Array.from({ length: count }, () => randomUUID().replaceAll('-', '').repeat(2));
  await db().postImage.createMany({ data: keys.map((key) => ({ ...facts, key, ownerId: owner.id, ...changes })) });
}

async function addDrafts(owner: Viewer, count: number) {
  const price = { priceAmount: 100, priceCurrency: 'EUR' };
  await db().post.createMany({
    data: Array.from({ length: count }, () => ({ ...price, slug: randomUUID(), title: 'Draft', artistId: owner.id })),
  });
}

async function sellOne(owner: Viewer) {
  const { orderId } = await makeHeldOrder({ post: await makePost({ artistId: owner.id }) });
  await db().order.update({ where: { id: orderId }, data: { status: 'PAID' } });
}

/** @returns how many succeeded, and the codes of the others. */
async function outcomesOf(works: Promise<unknown>[]) {
  const results = await Promise.allSettled(works);
  const codes = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.code as string] : []));
  return { done: works.length - codes.length, codes: [...new Set(codes)] };
}

test('of ten pictures sent at once, as many are kept as there is room for', async () => {
  const owner = await makeUser();
  await addRows(owner, FIRST_QUOTA.pictures - 2);
  const works = await Promise.all(Array.from({ length: 10 }, picture));
  expect(await outcomesOf(works.map((bytes) => upload(owner, bytes)))).toEqual({ done: 2, codes: ['pictures-full'] });
  expect(await db().postImage.count({ where: { ownerId: owner.id } })).toBe(FIRST_QUOTA.pictures);
  expect(await db().pictureUpload.count()).toBe(0);
  await expect(upload(owner, await picture())).rejects.toMatchObject({ code: 'pictures-full', field: 'pictures' });
  expect(await upload(await makeUser(), await picture())).toBeTruthy();
});

test('the bytes of all originals count together, and a refused picture leaves no file', async () => {
  const owner = await makeUser();
  const bytes = await picture();
  await addRows(owner, 1, { bytes: FIRST_QUOTA.pictureBytes - bytes.length });
  const { id, key } = await upload(owner, bytes);
  expect(await db().postImage.findUnique({ where: { id } })).toMatchObject({ bytes: BigInt(bytes.length) });
  expect(await storage().has(originalName(key))).toBe(true);
  const another = await picture();
  await expect(upload(owner, another)).rejects.toMatchObject({ code: 'pictures-full' });
  const { key: sameKey } = await upload(await makeUser(), another);
  expect(await db().postImage.count({ where: { key: sameKey } })).toBe(1);
});

test('after a first sale an account may keep more', async () => {
  const owner = await makeUser();
  await addRows(owner, FIRST_QUOTA.pictures);
  await addDrafts(owner, FIRST_QUOTA.drafts);
  const held = await makeHeldOrder({ post: await makePost({ artistId: owner.id }) });
  await expect(upload(owner, await picture())).rejects.toMatchObject({ code: 'pictures-full' });
  await db().order.update({ where: { id: held.orderId }, data: { status: 'PAID' } });
  expect(await upload(owner, await picture())).toBeTruthy();
  expect(await createPost(owner, postInput(), { publish: false })).toBeTruthy();
});

test('of ten drafts sent at once, as many are kept as there is room for', async () => {
  const owner = await makeUser();
  await addDrafts(owner, FIRST_QUOTA.drafts - 3);
  const create = () => createPost(owner, postInput(), { publish: false });
  expect(await outcomesOf(Array.from({ length: 10 }, create))).toEqual({ done: 3, codes: ['too-many-drafts'] });
  expect(await db().post.count({ where: { artistId: owner.id } })).toBe(FIRST_QUOTA.drafts);
  const { id } = await upload(owner, await picture());
  const input = postInput({ pictures: [{ id, alt: '' }] });
  await expect(createPost(owner, input, { publish: true })).rejects.toMatchObject({ code: 'too-many-drafts' });
  const [draft] = await db().post.findMany({ where: { artistId: owner.id }, take: 1 });
  await db().post.delete({ where: { id: draft?.id ?? '' } });
  expect(await createPost(owner, input, { publish: true })).toBeTruthy();
});

test('a picture that cannot be read uses up no room', async () => {
  const owner = await makeUser();
  const broken = (await picture()).subarray(0, 60);
  await expect(upload(owner, broken)).rejects.toMatchObject({ code: 'unreadable' });
  await expect(upload(owner, Buffer.from('no picture'))).rejects.toMatchObject({ code: 'not-a-picture' });
  expect(await db().pictureUpload.count()).toBe(0);
});

test('the time in the decoder is counted, and an account that has used up its hour is refused before decoding', async () => {
  const owner = await makeUser();
  await upload(owner, await picture());
  const used = Number(await redis().get(`limit:decoding:${owner.id}`));
  expect(used).toBeGreaterThan(0);
  // Refused pictures count too.
  await expect(upload(owner, (await picture()).subarray(0, 60))).rejects.toMatchObject({ code: 'unreadable' });
  expect(Number(await redis().get(`limit:decoding:${owner.id}`))).toBeGreaterThan(used);
  await decodingBudget(owner.id).spend(DECODING_SECONDS_PER_HOUR * 1_000);
  const bytes = await picture();
  await expect(upload(owner, bytes)).rejects.toMatchObject({ code: 'pictures-too-slow', field: 'pictures' });
  expect(await db().pictureUpload.count()).toBe(0);
  expect(await upload(await makeUser(), bytes)).toBeTruthy();
  // What is stored already is not decoded again.
  expect(await upload(owner, bytes)).toBeTruthy();
  expect(await redis().ttl(`limit:decoding:${owner.id}`)).toBeGreaterThan(3_000);
});

test('pictures that belong to no work are removed a day after their upload, however many there are', async () => {
  const owner = await makeUser();
  const [old, young, shown] = [
    await upload(owner, await picture()),
    await upload(owner, await picture()),
    await makePost(),
  ];
  await db().postImage.update({ where: { id: old.id }, data: { createdAt: aDayAgo() } });
  await db().postImage.updateMany({ where: { postId: shown.id }, data: { createdAt: aDayAgo() } });
  await addRows(owner, 700, { createdAt: aDayAgo() });
  await removeOrphanPictures();
  expect(await db().postImage.findMany({ where: { ownerId: owner.id }, select: { id: true } })).toEqual([
    { id: young.id },
  ]);
  expect(await db().postImage.count({ where: { postId: shown.id } })).toBe(1);
  expect(await storage().has(originalName(old.key))).toBe(false);
  expect(await storage().has(originalName(young.key))).toBe(true);
});

test('files of a process that was killed while storing them are removed, unless somebody else has them', async () => {
  const [owner, other] = [await makeUser(), await makeUser()];
  const left = await upload(owner, await picture());
  const shared = await upload(other, await picture());
  // As it is between storing the files and storing the row.
  await db().postImage.delete({ where: { id: left.id } });
  for (const key of [left.key, shared.key]) await reserveUpload(owner, { key, bytes: 100 });
  await db().pictureUpload.updateMany({ where: { ownerId: owner.id }, data: { createdAt: aDayAgo() } });
  await removeOrphanPictures();
  expect(await db().pictureUpload.count({ where: { ownerId: owner.id } })).toBe(0);
  expect(await storage().has(originalName(left.key))).toBe(false);
  expect(await storage().has(originalName(shared.key))).toBe(true);
});

test('an upload of bytes whose files are being removed waits, and stores them again', async () => {
  const [owner, other] = [await makeUser(), await makeUser()];
  const bytes = await picture();
  const { id, key } = await upload(owner, bytes);
  let sent: Promise<unknown> | undefined;
  await removeWithFiles(key, async (tx) => {
    await tx.postImage.deleteMany({ where: { id } });
    sent = upload(other, bytes);
    await eventually(async () => {
      const { rows } = await client.query("SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted");
      expect(rows).toHaveLength(1);
    });
  });
  await sent;
  expect(await storage().has(originalName(key))).toBe(true);
});

test('what is counted comes from indexes', async () => {
  const owner = await makeUser();
  const crowd = await makeUser();
  await addRows(owner, 20);
  await addRows(crowd, 3_000);
  await addDrafts(crowd, 1_000);
  await sellOne(owner);
  await client.query('VACUUM ANALYZE post_images, picture_uploads, posts, orders');
  const statements = await recordStatements(async () => {
    await reserveUpload(owner, { key: randomUUID().replaceAll('-', '').repeat(2), bytes: 1 });
    await createPost(owner, postInput(), { publish: false });
  });
  const planOf = async (part: string) => {
    const statement = statements.find(({ text }) => text.includes(part));
    if (!statement) throw new Error(`no statement with ${part}`);
    return explain(client, statement);
  };
  // With so few orders PostgreSQL would read them all.
  await client.query('SET enable_seqscan = off');
  expect(await planOf('"hasSold"')).toMatch(/Index Scan using orders_sales/);
  expect(await planOf('UNION ALL')).toMatch(/Index Only Scan using post_images_by_owner/);
  const drafts = statements.find(({ text }) => /COUNT\(.*"posts"/s.test(text));
  if (!drafts) throw new Error('drafts were not counted');
  expect(await explain(client, drafts)).toMatch(/using posts_(?:drafts|by_artist)/);
});
