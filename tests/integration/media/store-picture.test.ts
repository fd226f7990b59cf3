import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { expect, vi } from 'vitest';
import { derivativeName, originalName } from '#lib/media/picture-names.ts';
import type { PictureStorage } from '#lib/media/picture-storage.ts';
import { storePicture } from '#lib/media/store-picture.ts';
import { filesBelow, pixelAt, plain, storedBytes, test } from './media-fixtures.ts';

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
  expect(picture).toMatchObject({ key, width: 1000, height: 500, widths: [320, 480, 720, 960, 1000] });
  expect(picture).toMatchObject({
    placeholder: expect.stringMatching(/^[0-9a-f]{18}$/),
    colours: ['red'],
    avif: false,
  });
  for (const width of picture.widths) {
    const file = await sharp(await storedBytes(store, derivativeName(key, width))).metadata();
    expect(file).toMatchObject({ format: 'webp', width, height: width / 2 });
  }
  expect(await storedBytes(store, originalName(key))).toEqual(bytes);
  expect(await filesBelow(folder)).toHaveLength(7);
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
  [7_980, 5_000, [320, 480, 720, 960, 1280, 1920, 2560]],
  [300, 20_000, [245]],
  [20_000, 20, [320, 480, 720, 960, 1280, 1920, 2560]],
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
  await store.remove(derivativeName(whole.key, 720));
  expect(await storePicture(bytes, { store })).toEqual(whole);
  expect(await filesBelow(folder)).toEqual(files);
});
