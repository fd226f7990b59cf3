import sharp from 'sharp';
import { beforeAll, expect, test, vi } from 'vitest';
import { db } from '#lib/db.ts';
import { FIRST_CROP, PORTRAIT_WIDTHS } from '#lib/domain/pictures/portrait.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { derivativeName, originalName } from '#lib/media/picture-names.ts';
import { storage } from '#lib/media/storage.ts';
import { cropPortrait } from '#lib/portraits/crop-portrait.ts';
import { findOwnPortrait, openOwnMaster } from '#lib/portraits/find-own-portrait.ts';
import { removePortrait } from '#lib/portraits/remove-portrait.ts';
import { removeUnusedPortraits } from '#lib/portraits/remove-unused-portraits.ts';
import { setPortrait } from '#lib/portraits/set-portrait.ts';
import { getArtist } from '#lib/posts/queries.ts';
import { waitForRedis } from '#lib/redis.ts';
import { makePost, makeUser } from '../../support/database/factories.ts';
import { noise, pixelAt, plain } from '../media/media-fixtures.ts';

vi.setConfig({ testTimeout: 60_000 });
beforeAll(() => waitForRedis());

const upload = (viewer: Viewer, bytes: Buffer) => setPortrait(viewer, new Blob([new Uint8Array(bytes)]).stream());
const bytesOf = async (name: string) => {
  const file = await storage().get(name);
  return file && Buffer.from(await new Response(file.stream).arrayBuffer());
};
const square = async (key: string, width = 384) => (await bytesOf(derivativeName(key, width))) ?? Buffer.alloc(0);

async function portraitOf(viewer: Viewer) {
  const found = await findOwnPortrait(viewer);
  if (!found) throw new Error('there is no portrait');
  return found;
}

const RED = { r: 200, g: 30, b: 20 };
const BLUE = { r: 20, g: 30, b: 200 };
const isRed = ([red = 0, , blue = 0]: number[]) => red > 150 && blue < 90;

/** A picture that is red in its first half and blue in its second, as it lies in the file. */
const halves = (width: number, height: number, split: 'left' | 'top') =>
  sharp({ create: { width, height, channels: 3, background: BLUE } }).composite([
    {
      input: {
        create: {
          width: split === 'left' ? width / 2 : width,
          height: split === 'top' ? height / 2 : height,
          channels: 3,
          background: RED,
        },
      },
      left: 0,
      top: 0,
    },
  ]);

test('a portrait is stored as squares and as a whole, upright and without what else was in the file', async () => {
  const artist = await makeUser();
  await makePost({ artistId: artist.id });
  // On its side: turned upright, red is at the top.
  const file = await halves(800, 400, 'left')
    .withExif({ IFD0: { Make: 'Secret Camera' }, IFD3: { GPSLatitude: '38/1 42/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  expect(file.includes('Secret Camera')).toBe(true);
  await upload(artist, file);
  const { key, master, width, height, crop } = await portraitOf(artist);
  expect([width, height, crop]).toEqual([400, 800, FIRST_CROP]);
  for (const wide of PORTRAIT_WIDTHS) {
    const { format, exif, icc, ...size } = await sharp(await square(key, wide)).metadata();
    expect([format, exif, icc, size.width, size.height]).toEqual(['webp', undefined, undefined, wide, wide]);
  }
  const whole = await bytesOf(originalName(master));
  expect(whole && (await sharp(whole).metadata()).exif).toBeUndefined();
  expect(whole?.includes('Secret Camera')).toBe(false);
  expect(isRed(await pixelAt(await square(key), 192, 10))).toBe(true);
  expect(isRed(await pixelAt(await square(key), 192, 374))).toBe(false);
  expect(await getArtist(artist.username)).toMatchObject({ portrait: key });
  const served = await openOwnMaster(artist);
  expect(served?.size).toBe(whole?.length);
  expect(await openOwnMaster(await makeUser())).toBeNull();
});

test('another part of it can be chosen, by its owner and as long as it is the same picture', async () => {
  const artist = await makeUser();
  await upload(artist, await halves(1_000, 400, 'left').png().toBuffer());
  const first = await portraitOf(artist);
  await cropPortrait(artist, first.master, { x: 100, y: 0, size: 50 });
  const second = await portraitOf(artist);
  expect(second).toMatchObject({ master: first.master, crop: { x: 100, y: 0, size: 50 } });
  expect(second.key).not.toBe(first.key);
  expect(isRed(await pixelAt(await square(second.key), 5, 200))).toBe(false);
  await cropPortrait(artist, first.master, { x: 0, y: 0, size: 50 });
  expect(isRed(await pixelAt(await square((await portraitOf(artist)).key), 380, 200))).toBe(true);

  const stranger = await makeUser();
  await expect(cropPortrait(stranger, first.master, FIRST_CROP)).rejects.toMatchObject({ code: 'changed-elsewhere' });
  await upload(artist, await plain(300, 300).png().toBuffer());
  await expect(cropPortrait(artist, first.master, FIRST_CROP)).rejects.toMatchObject({ code: 'changed-elsewhere' });
});

test('what was replaced or removed goes an hour later, and what is shown stays', async () => {
  const artist = await makeUser();
  await upload(artist, await plain(300, 300).png().toBuffer());
  const first = await portraitOf(artist);
  await cropPortrait(artist, first.master, { x: 0, y: 0, size: 30 });
  const second = await portraitOf(artist);
  await removeUnusedPortraits();
  expect(await bytesOf(derivativeName(first.key, 96))).not.toBeNull();
  const passAnHour = () =>
    db().portrait.updateMany({
      where: { unusedSince: { not: null } },
      data: { unusedSince: new Date(Date.now() - 3_700_000) },
    });
  await passAnHour();
  await removeUnusedPortraits();
  for (const width of PORTRAIT_WIDTHS) expect(await bytesOf(derivativeName(first.key, width))).toBeNull();
  // The picture of both.
  expect(await bytesOf(originalName(first.master))).not.toBeNull();
  expect((await square(second.key)).length).toBeGreaterThan(0);

  await removePortrait(artist);
  expect(await db().user.findUniqueOrThrow({ where: { id: artist.id } })).toMatchObject({ portraitKey: null });
  await passAnHour();
  await removeUnusedPortraits();
  expect(await bytesOf(originalName(first.master))).toBeNull();
  expect(await bytesOf(derivativeName(second.key, 96))).toBeNull();
  expect(await db().portrait.count({ where: { userId: artist.id } })).toBe(0);
});

test.for([
  ['a picture of 41 megapixels', 'too-many-pixels', () => plain(8_200, 5_000).jpeg().toBuffer()],
  ['a PNG that unpacks to a gigabyte', 'too-many-pixels', () => plain(16_000, 16_000).png().toBuffer()],
  ['an SVG after a PNG signature', 'unreadable', async () => Buffer.from('\x89PNG\r\n\x1a\n<svg/>', 'latin1')],
  ['an SVG', 'not-a-picture', async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ['half a picture', 'unreadable', async () => (await noise(600, 400).png().toBuffer()).subarray(0, 100_000)],
  ['a picture with 95 pixels on one side', 'too-small', () => plain(400, 95).png().toBuffer()],
] as const)('%s is refused: %s, and the portrait stays', async ([, code, make]) => {
  const artist = await makeUser();
  await upload(artist, await plain(200, 200).png().toBuffer());
  const before = await portraitOf(artist);
  await expect(upload(artist, await make())).rejects.toMatchObject({ name: 'PictureError', code });
  expect(await portraitOf(artist)).toEqual(before);
  expect(await db().portrait.count({ where: { userId: artist.id } })).toBe(1);
});

test('a picture with a page behind it is stored without the page', async () => {
  const artist = await makeUser();
  const page = '<script>alert(1)</script>';
  await upload(artist, Buffer.concat([await plain(200, 200).jpeg().toBuffer(), Buffer.from(page)]));
  const { key, master } = await portraitOf(artist);
  for (const name of [originalName(master), derivativeName(key, 96)])
    expect((await bytesOf(name))?.includes(page), name).toBe(false);
});

test('two uploads at once leave one portrait, and the other one to be removed', async () => {
  const artist = await makeUser();
  const files = await Promise.all(['#111', '#eee'].map((color) => plain(200, 200, color).png().toBuffer()));
  await Promise.all(files.map((file) => upload(artist, file)));
  const rows = await db().portrait.findMany({ where: { userId: artist.id }, select: { key: true, unusedSince: true } });
  const { portraitKey } = await db().user.findUniqueOrThrow({ where: { id: artist.id } });
  expect(rows).toHaveLength(2);
  expect(rows.filter(({ unusedSince }) => unusedSince === null)).toEqual([{ key: portraitKey, unusedSince: null }]);
});
