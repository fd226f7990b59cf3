import { readdir } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { signInOverHttp } from '../support/http/sign-in.ts';
import { processTable } from '../support/shop/process-table.ts';
import { type Shop, startShop } from '../support/shop/shop.ts';
import { addPerson, addWork } from '../support/shop/shop-data.ts';

const ARTISTS = 4;
const EACH = 50;
const MEGABYTE = 1024 * 1024;
/** Behind each picture: two hundred bodies in memory would be more than MOST_GROWTH. */
const PADDING = Buffer.alloc(4 * MEGABYTE, 'x');
const MOST_GROWTH = 400;
const DECODER = 'lib/media/decode-worker.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await startShop(inject('postgresUrl'), { workers: 0 });
});
afterAll(() => shop?.stop());

async function signedIn() {
  const person = await addPerson(shop);
  const { cookie } = await signInOverHttp(shop, person.username);
  if (!cookie) throw new Error('nobody is signed in');
  return { ...person, cookie };
}

/** The parts of a body, of which all share the padding: the memory that is measured is not ours. */
async function picture(number: number): Promise<Buffer[]> {
  const background = { r: number % 256, g: 100, b: Math.floor(number / 256) };
  const jpeg = await sharp({ create: { width: 600, height: 400, channels: 3, background } })
    .composite([{ input: { text: { text: `Nº ${number}`, dpi: 400 } } }])
    .jpeg()
    .toBuffer();
  return [jpeg, PADDING];
}

async function upload(cookie: string, number: number): Promise<number> {
  const request: RequestInit & { duplex: 'half' } = {
    method: 'POST',
    duplex: 'half',
    headers: { cookie, origin: shop.url },
    body: bodyOf(await picture(number)),
    signal: AbortSignal.timeout(280_000),
  };
  const response = await fetch(`${shop.url}/api/pictures`, request);
  await response.arrayBuffer();
  return response.status;
}

/** Looks at the web process and its decoders, and asks for a page, again and again until `done`. */
async function watch(pid: number, done: () => boolean) {
  const seen = { decoders: 0, megabytes: 0, pages: 0 };
  while (!done()) {
    const rows = await processTable();
    const decoders = rows.filter(({ parent, command }) => parent === pid && command.includes(DECODER));
    seen.decoders = Math.max(seen.decoders, decoders.length);
    seen.megabytes = Math.max(seen.megabytes, memoryOf(rows, pid));
    const page = await fetch(shop.url);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('Study');
    seen.pages += 1;
  }
  return seen;
}

const memoryOf = (rows: { pid: number; kilobytes: number }[], pid: number) =>
  (rows.find((row) => row.pid === pid)?.kilobytes ?? 0) / 1024;

test('two hundred uploads at once are all stored, two at a time, while pages are served', {
  timeout: 300_000,
}, async () => {
  await addWork(shop);
  const artists = await Promise.all(Array.from({ length: ARTISTS }, signedIn));
  const late = await signedIn();
  // One before, so that what is loaded once is not counted as growth.
  expect(await upload(late.cookie, 100_000)).toBe(201);
  const web = shop.processId('web');
  const before = memoryOf(await processTable(), web);

  let ended = 0;
  const uploads = artists.flatMap(({ cookie }, artist) =>
    Array.from({ length: EACH }, async (_, index) => {
      const status = await upload(cookie, artist * EACH + index);
      ended += 1;
      return status;
    }),
  );
  const all = Promise.all(uploads);
  let over = false;
  const watching = watch(web, () => over);
  const incoming = path.join(shop.dataDir, 'media', 'incoming');
  await eventually(async () => expect((await readdir(incoming)).length).toBeGreaterThan(100), 60_000);
  expect(await upload(late.cookie, 100_001)).toBe(201);
  const endedBefore = ended;
  const statuses = await all;
  over = true;
  const seen = await watching;

  expect(statuses).toEqual(Array.from({ length: ARTISTS * EACH }, () => 201));
  const { rows } = await shop.database.query<{ count: number }>(
    'SELECT count(DISTINCT key)::int AS count FROM post_images WHERE owner_id = ANY($1::uuid[]) AND post_id IS NULL',
    [artists.map(({ id }) => id)],
  );
  expect(rows[0]?.count).toBe(ARTISTS * EACH);
  expect(seen.decoders).toBe(2);
  expect(seen.megabytes - before).toBeLessThan(MOST_GROWTH);
  expect(seen.pages).toBeGreaterThan(20);
  // Artists take turns: whoever comes with one picture does not wait for two hundred.
  expect(endedBefore).toBeLessThan(ARTISTS * EACH * 0.75);
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
