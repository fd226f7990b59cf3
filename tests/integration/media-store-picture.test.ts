import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, vi } from 'vitest';
import { derivativeName, originalName } from '#lib/media/picture-names.ts';
import type { PictureStorage } from '#lib/media/picture-storage.ts';
import { storePicture } from '#lib/media/store-picture.ts';
import { filesBelow, noise, pixelAt, plain, storedBytes, test } from './media-fixtures.ts';

/** Stores the picture; gives its widest derivative. */
async function widestOf(store: PictureStorage, bytes: Buffer): Promise<Buffer> {
  const { key, widths } = await storePicture(bytes, { store });
  return storedBytes(store, derivativeName(key, widths.at(-1) ?? 0));
}

const close = (colour: number[], expected: number[]) => {
  expect(colour).toHaveLength(expected.length);
  for (const [index, value] of expected.entries()) expect(Math.abs((colour[index] ?? -1) - value)).toBeLessThan(12);
};

test.for(['jpeg', 'png', 'webp', 'avif'] as const)('%s is kept in every width', async (format, { store, folder }) => {
  const bytes = await plain(1000, 500).toFormat(format).toBuffer();
  const picture = await storePicture(bytes, { store });

  const key = createHash('sha256').update(bytes).digest('hex');
  expect(picture).toMatchObject({ key, width: 1000, height: 500, widths: [320, 640, 960, 1000] });
  expect(picture.placeholder).toMatch(/^data:image\/webp;base64,[\w+/]+=*$/);
  expect(picture.placeholder.length).toBeLessThan(300);
  for (const width of picture.widths) {
    const file = await sharp(await storedBytes(store, derivativeName(key, width))).metadata();
    expect(file).toMatchObject({ format: 'webp', width, height: width / 2 });
  }
  expect(await storedBytes(store, originalName(key))).toEqual(bytes);
  expect(await filesBelow(folder)).toHaveLength(6);
});

test('the placeholder of a busy picture stays small', async ({ store }) => {
  const { placeholder } = await storePicture(await noise(400, 400).resize(16, 16).resize(400).png().toBuffer(), {
    store,
  });
  expect(placeholder.length).toBeLessThan(500);
});

test('turned upright, without EXIF, GPS position, XMP or colour profile', async ({ store }) => {
  const left = await plain(200, 400, '#00ff00').png().toBuffer();
  const bytes = await plain(400, 400, '#ff0000')
    .composite([{ input: left, left: 0, top: 0 }])
    .jpeg()
    .withExif({ IFD0: { Artist: 'Somebody' }, IFD3: { GPSLatitude: '52/1 31/1 0/1' } })
    .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/">home address</x:xmpmeta>')
    .withIccProfile('p3')
    .withMetadata({ orientation: 6 })
    .toBuffer();
  const sent = await sharp(bytes).metadata();
  expect(sent.orientation).toBe(6);
  expect(sent.exif).toBeDefined();

  const webp = await widestOf(store, bytes);
  const kept = await sharp(webp).metadata();
  for (const trace of ['exif', 'xmp', 'icc', 'iptc', 'orientation'] as const) expect(kept[trace]).toBeUndefined();
  expect(webp.includes('Somebody') || webp.includes('home address')).toBe(false);
  // A quarter turn clockwise brings the left side to the top.
  close(await pixelAt(webp, 200, 20), [0, 255, 0]);
  close(await pixelAt(webp, 200, 380), [255, 0, 0]);
});

test('width and height are those of the upright picture', async ({ store }) => {
  const bytes = await plain(600, 400).jpeg().withMetadata({ orientation: 8 }).toBuffer();
  expect(await storePicture(bytes, { store })).toMatchObject({ width: 400, height: 600, widths: [320, 400] });
});

describe('colour', () => {
  const colour = [192, 64, 32];

  test('CMYK JPEG', async ({ store }) => {
    const bytes = await plain(400, 300).toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer();
    expect((await sharp(bytes).metadata()).space).toBe('cmyk');
    const pixel = await pixelAt(await widestOf(store, bytes), 200, 150);
    expect(pixel).toHaveLength(3);
    expect(pixel[0]).toBeGreaterThan(150);
    expect(pixel[2]).toBeLessThan(100);
  });

  test('PNG with 16 bits per channel', async ({ store }) => {
    const bytes = await plain(400, 300).toColourspace('rgb16').png().toBuffer();
    expect((await sharp(bytes).metadata()).depth).toBe('ushort');
    close(await pixelAt(await widestOf(store, bytes), 200, 150), colour);
  });

  test('Display P3', async ({ store }) => {
    const bytes = await plain(400, 300).png().withIccProfile('p3').toBuffer();
    expect((await sharp(bytes).metadata()).icc).toBeDefined();
    close(await pixelAt(await widestOf(store, bytes), 200, 150), colour);
  });

  test('grey PNG', async ({ store }) => {
    const bytes = await plain(400, 300, '#808080').toColourspace('b-w').png().toBuffer();
    close(await pixelAt(await widestOf(store, bytes), 200, 150), [128, 128, 128]);
  });

  test('transparency is kept', async ({ store }) => {
    const background = { r: 192, g: 64, b: 32, alpha: 0 };
    const solid = await plain(200, 300).png().toBuffer();
    const bytes = await sharp({ create: { width: 400, height: 300, channels: 4, background } })
      .composite([{ input: solid, left: 0, top: 0 }])
      .png()
      .toBuffer();
    const webp = await widestOf(store, bytes);
    close(await pixelAt(webp, 100, 150), [...colour, 255]);
    expect((await pixelAt(webp, 300, 150))[3]).toBe(0);
  });
});

test('of an animation the first frame is kept', async ({ store }) => {
  const frames = [await plain(100, 80, '#ff0000').png().toBuffer(), await plain(100, 80, '#0000ff').png().toBuffer()];
  const bytes = await sharp(frames, { join: { animated: true } })
    .webp()
    .toBuffer();
  expect((await sharp(bytes).metadata()).pages).toBe(2);
  const webp = await widestOf(store, bytes);
  expect(await sharp(webp).metadata()).toMatchObject({ width: 100, height: 80 });
  expect((await sharp(webp).metadata()).pages ?? 1).toBe(1);
  close(await pixelAt(webp, 50, 40), [255, 0, 0]);
});

test.for([
  [1, 1, [1]],
  [319, 3, [319]],
  [7_980, 5_000, [320, 640, 960, 1280, 1920]],
  [300, 20_000, [245]],
  [20_000, 20, [320, 640, 960, 1280, 1920]],
] as const)('%i × %i pixels', async ([width, height, widths], { store }) => {
  const bytes = await plain(width, height).jpeg().toBuffer();
  expect(await storePicture(bytes, { store })).toMatchObject({ width, height, widths });
});

test('what stands behind the picture in the file is not served', async ({ store }) => {
  const script = '<script>alert(document.domain)</script>';
  const bytes = Buffer.concat([await plain(400, 300).jpeg().toBuffer(), Buffer.from(script)]);
  expect((await widestOf(store, bytes)).includes('script')).toBe(false);
});

test('the same bytes are decoded once, one after the other or at once', async ({ store }) => {
  const bytes = await plain(50, 50).png().toBuffer();
  const put = vi.spyOn(store, 'put');
  const both = await Promise.all([storePicture(bytes, { store }), storePicture(bytes, { store })]);
  expect(await storePicture(bytes, { store })).toEqual(both[0]);
  expect(both[1]).toEqual(both[0]);
  expect(put.mock.calls.filter(([name]) => name.endsWith('.webp'))).toHaveLength(1);
});

test('a store that was cut short is made whole by the next one', async ({ store, folder }) => {
  const bytes = await plain(700, 50).png().toBuffer();
  const whole = await storePicture(bytes, { store });
  const files = await filesBelow(folder);
  await store.remove(derivativeName(whole.key, 640));
  expect(await storePicture(bytes, { store })).toEqual(whole);
  expect(await filesBelow(folder)).toEqual(files);
});
