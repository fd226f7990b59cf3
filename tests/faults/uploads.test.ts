import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { signInOverHttp } from '../support/http/sign-in-over-http.ts';
import { listProcesses } from '../support/shop/list-processes.ts';
import { addAccount, addWork } from '../support/shop/shop-data.ts';
import { type Shop, startShop } from '../support/shop/start-shop.ts';

const ARTISTS = 4;
const UPLOADS_PER_ARTIST = 20;
/** How many of them wait on the disk when another artist comes. */
const WAITING = 40;
const MEGABYTE = 1024 * 1024;
/** Appended to each picture: eighty bodies in memory would exceed MAX_GROWTH_MB. */
const PADDING = Buffer.alloc(8 * MEGABYTE, 'x');
const MAX_GROWTH_MB = 400;
const DECODER = 'lib/media/decode-worker.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await startShop(inject('postgresUrl'), { workers: 0 });
});
afterAll(() => shop?.stop());

async function signUpArtist() {
  const account = await addAccount(shop);
  const { cookie } = await signInOverHttp(shop, account.username);
  if (!cookie) throw new Error('nobody is signed in');
  return { ...account, cookie };
}

async function picture(number: number): Promise<Buffer> {
  const background = { r: number % 256, g: 100, b: Math.floor(number / 256) };
  return sharp({ create: { width: 600, height: 400, channels: 3, background } })
    .composite([{ input: { text: { text: `Nº ${number}`, dpi: 400 } } }])
    .jpeg()
    .toBuffer();
}

/** The parts of a request body. They share the padding, so that the test itself needs little memory. */
const largePicture = async (number: number) => [await picture(number), PADDING];

/** Uploads a picture, again as long as the shop answers that it is too busy. @returns the last status */
async function upload(cookie: string, parts: Buffer[]): Promise<number> {
  for (;;) {
    const { status, retryAfter } = await uploadOnce(cookie, parts);
    if (status !== 503) return status;
    expect(retryAfter).toBeGreaterThan(0);
    await setTimeout(retryAfter * 1_000);
  }
}

async function uploadOnce(cookie: string, parts: Buffer[]) {
  const request: RequestInit & { duplex: 'half' } = {
    method: 'POST',
    duplex: 'half',
    headers: { cookie, origin: shop.url },
    body: bodyOf(parts),
    signal: AbortSignal.timeout(280_000),
  };
  const response = await fetch(`${shop.url}/api/pictures`, request);
  await response.arrayBuffer();
  return { status: response.status, retryAfter: Number(response.headers.get('retry-after')) };
}

/** Between two samples, milliseconds: decoders have a low priority, and get what others leave of the processor. */
const SAMPLE_INTERVAL_MS = 100;

/** Samples the web process and its decoders, and requests a page, repeatedly until `done`. */
async function watch(pid: number, done: () => boolean) {
  const seen = { decoders: 0, megabytes: 0, pages: 0 };
  while (!done()) {
    const rows = await listProcesses();
    const decoders = rows.filter(({ parent, command }) => parent === pid && command.includes(DECODER));
    seen.decoders = Math.max(seen.decoders, decoders.length);
    seen.megabytes = Math.max(seen.megabytes, memoryOf(rows, pid));
    const page = await fetch(shop.url);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('Study');
    seen.pages += 1;
    await setTimeout(SAMPLE_INTERVAL_MS);
  }
  return seen;
}

const memoryOf = (rows: { pid: number; kilobytes: number }[], pid: number) =>
  (rows.find((row) => row.pid === pid)?.kilobytes ?? 0) / 1024;

test('eighty simultaneous uploads are all stored, decoded two at a time, while pages are served', {
  timeout: 300_000,
}, async () => {
  await addWork(shop);
  const artists = await Promise.all(Array.from({ length: ARTISTS }, signUpArtist));
  const otherArtist = await signUpArtist();
  // A first upload, so that what is loaded once does not count as growth.
  expect(await upload(otherArtist.cookie, await largePicture(100_000))).toBe(201);
  expect((await fetch(shop.url)).status).toBe(200);
  const web = shop.processId('web');
  const before = memoryOf(await listProcesses(), web);

  let finished = 0;
  const uploads = artists.flatMap(({ cookie }, artist) =>
    Array.from({ length: UPLOADS_PER_ARTIST }, async (_, index) => {
      const status = await upload(cookie, await largePicture(artist * UPLOADS_PER_ARTIST + index));
      finished += 1;
      return status;
    }),
  );
  const all = Promise.all(uploads);
  let isDone = false;
  const watching = watch(web, () => isDone);
  const incoming = path.join(shop.dataDir, 'media', 'incoming');
  await eventually(async () => expect((await readdir(incoming)).length).toBeGreaterThan(WAITING), 60_000);
  // A small body arrives soon, so that what is measured is the wait for its turn.
  const single = [await picture(100_001)];
  const finishedBefore = finished;
  expect(await upload(otherArtist.cookie, single)).toBe(201);
  const overtakenBy = finished - finishedBefore;
  const statuses = await all;
  isDone = true;
  const seen = await watching;

  expect(statuses).toEqual(Array.from({ length: ARTISTS * UPLOADS_PER_ARTIST }, () => 201));
  const { rows } = await shop.database.query<{ count: number }>(
    'SELECT count(DISTINCT key)::int AS count FROM post_images WHERE owner_id = ANY($1::uuid[]) AND post_id IS NULL',
    [artists.map(({ id }) => id)],
  );
  expect(rows[0]?.count).toBe(ARTISTS * UPLOADS_PER_ARTIST);
  expect([1, 2]).toContain(seen.decoders);
  expect(seen.megabytes - before).toBeLessThan(MAX_GROWTH_MB);
  expect(seen.pages).toBeGreaterThan(20);
  // Artists take turns: somebody with one picture does not wait for eighty.
  expect(overtakenBy).toBeLessThan(WAITING / 2);
  expect(await readdir(incoming)).toEqual([]);
});

function bodyOf(parts: Buffer[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const part of parts) controller.enqueue(part);
      controller.close();
    },
  });
}
