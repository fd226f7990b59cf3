import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { OpenGraphCard } from '#lib/domain/open-graph.ts';
import { composeOpenGraph } from '#lib/media/open-graph/compose-picture.ts';
import type { PictureStorage } from '#lib/media/picture-storage.ts';

const BLUE = { r: 20, g: 60, b: 200 };
const key = 'a'.repeat(64);
const picture = await sharp({ create: { width: 960, height: 960, channels: 3, background: BLUE } })
  .webp()
  .toBuffer();

const damaged = 'c'.repeat(64);

/** A storage with one picture, and a damaged one. */
const store: PictureStorage = {
  put: () => Promise.reject(new Error('nothing is stored')),
  putFile: () => Promise.reject(new Error('nothing is stored')),
  remove: () => Promise.reject(new Error('nothing is removed')),
  has: async (name) => name === `${key}-960.webp`,
  get: async (name) =>
    name === `${key}-960.webp`
      ? { stream: new Blob([new Uint8Array(picture)]).stream(), size: picture.byteLength }
      : name === `${damaged}-960.webp`
        ? { stream: new Blob([new Uint8Array(picture.subarray(0, 200))]).stream(), size: 200 }
        : null,
};

const card: OpenGraphCard = {
  title: 'Heron',
  line: 'Ada Artist',
  shop: 'A shop',
  portrait: null,
  layout: 'one',
  pictures: [{ key, width: 960 }],
};

async function pixelsOf(change: Partial<OpenGraphCard>) {
  const bytes = await composeOpenGraph({ ...card, ...change }, store);
  const image = sharp(bytes);
  expect(await image.metadata()).toMatchObject({ format: 'jpeg', width: 1200, height: 630 });
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number) => [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)];
  const isBlue = (x: number, y: number) => {
    const [red = 0, , blue = 0] = at(x, y);
    return blue > 150 && red < 80;
  };
  /** How many pixels of a part are as dark as letters. */
  const dark = (left: number, right: number) => {
    let count = 0;
    for (let y = 0; y < info.height; y++) for (let x = left; x < right; x++) if ((at(x, y)[0] ?? 255) < 90) count++;
    return count;
  };
  return { isBlue, dark };
}

test('a work is whole at the left, with its texts at the right', async () => {
  const { isBlue, dark } = await pixelsOf({ title: 'A <b>title</b> & more' });
  expect(isBlue(360, 315)).toBe(true);
  expect(isBlue(20, 315)).toBe(false);
  expect(dark(780, 1200)).toBeGreaterThan(500);
});

test('where the font lacks the letters of the title, the picture stands alone in the middle', async () => {
  const { isBlue, dark } = await pixelsOf({ title: '東京の夜' });
  expect(isBlue(600, 315)).toBe(true);
  expect(dark(900, 1200)).toBe(0);
});

test('a title of any length fits, without a picture too', async () => {
  const { dark } = await pixelsOf({ title: 'unending'.repeat(40), pictures: [{ key: 'b'.repeat(64), width: 960 }] });
  expect(dark(0, 1200)).toBeGreaterThan(500);
  expect(dark(1160, 1200)).toBe(0);
});

test('pictures stand in a row below the texts, without one that is damaged', async () => {
  const pictures = [...card.pictures, { key: damaged, width: 960 }, ...card.pictures];
  const { isBlue, dark } = await pixelsOf({ layout: 'row', pictures });
  expect([300, 900].map((x) => isBlue(x, 400))).toEqual([true, true]);
  expect(isBlue(600, 400)).toBe(false);
  expect(isBlue(300, 100)).toBe(false);
  expect(dark(0, 600)).toBeGreaterThan(100);
});
