import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { expect, vi } from 'vitest';
import { derivativeName, originalName } from '#lib/media/picture-names.ts';
import type { PictureStorage } from '#lib/media/picture-storage.ts';
import { storePicture } from '#lib/media/store-picture.ts';
import { filesBelow, pixelAt, plain, storedBytes, test } from './media-fixtures.ts';

/** Stores the picture. @returns its widest derivative. */
async function widestOf(store: PictureStorage, bytes: Buffer): Promise<Buffer> {
  const { key, widths } = await storePicture(bytes, { store });
  return storedBytes(store, derivativeName(key, widths.at(-1) ?? 0));
}

const expectColor = (color: number[], expected: number[]) => {
  expect(color).toHaveLength(expected.length);
  for (const [index, value] of expected.entries()) expect(Math.abs((color[index] ?? -1) - value)).toBeLessThan(12);
};

test.for(['jpeg', 'png', 'webp', 'avif'] as const)(
  'a picture in %s is stored in every width',
  async (format, { store, folder }) => {
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
  },
);

test('derivatives are upright and have no EXIF, GPS position, XMP or colour profile', async ({ store }) => {
  const left = await plain(200, 400, '#00ff00').png().toBuffer();
  const bytes = await plain(400, 400, '#ff0000')
    .composite([{ input: left, left: 0, top: 0 }])
    .jpeg()
    .withExif({ IFD0: { Artist: 'Somebody' }, IFD3: { GPSLatitude: '52/1 31/1 0/1' } })
    .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/">home address</x:xmpmeta>')
    .withIccProfile('p3')
    .withMetadata({ orientation: 6 })
    .toBuffer();
  const uploaded = await sharp(bytes).metadata();
  expect(uploaded.orientation).toBe(6);
  expect(uploaded.exif).toBeDefined();

  const webp = await widestOf(store, bytes);
  const stored = await sharp(webp).metadata();
  for (const field of ['exif', 'xmp', 'icc', 'iptc', 'orientation'] as const) expect(stored[field]).toBeUndefined();
  expect(webp.includes('Somebody') || webp.includes('home address')).toBe(false);
  // A quarter turn clockwise moves the left side to the top.
  expectColor(await pixelAt(webp, 200, 20), [0, 255, 0]);
  expectColor(await pixelAt(webp, 200, 380), [255, 0, 0]);
});

test('width and height are those of the upright picture', async ({ store }) => {
  const bytes = await plain(600, 400).jpeg().withMetadata({ orientation: 8 }).toBuffer();
  expect(await storePicture(bytes, { store })).toMatchObject({ width: 400, height: 600, widths: [320, 400] });
});

test('only the first frame of an animation is stored', async ({ store }) => {
  const frames = [await plain(100, 80, '#ff0000').png().toBuffer(), await plain(100, 80, '#0000ff').png().toBuffer()];
  const bytes = await sharp(frames, { join: { animated: true } })
    .webp()
    .toBuffer();
  expect((await sharp(bytes).metadata()).pages).toBe(2);
  const webp = await widestOf(store, bytes);
  expect(await sharp(webp).metadata()).toMatchObject({ width: 100, height: 80 });
  expect((await sharp(webp).metadata()).pages ?? 1).toBe(1);
  expectColor(await pixelAt(webp, 50, 40), [255, 0, 0]);
});

test.for([
  [1, 1, [1]],
  [319, 3, [319]],
  [7_980, 5_000, [320, 480, 720, 960, 1280, 1920, 2560]],
  [300, 20_000, [245]],
  [20_000, 20, [320, 480, 720, 960, 1280, 1920, 2560]],
] as const)(
  'a picture of %i × %i pixels is stored in the expected widths',
  async ([width, height, widths], { store }) => {
    const bytes = await plain(width, height).jpeg().toBuffer();
    expect(await storePicture(bytes, { store })).toMatchObject({ width, height, widths });
  },
);

test('data after the picture in the file is not served', async ({ store }) => {
  const script = '<script>alert(document.domain)</script>';
  const bytes = Buffer.concat([await plain(400, 300).jpeg().toBuffer(), Buffer.from(script)]);
  expect((await widestOf(store, bytes)).includes('script')).toBe(false);
});

test('the same bytes are decoded once, whether uploaded in turn or at once', async ({ store }) => {
  const bytes = await plain(50, 50).png().toBuffer();
  const put = vi.spyOn(store, 'put');
  const both = await Promise.all([storePicture(bytes, { store }), storePicture(bytes, { store })]);
  expect(await storePicture(bytes, { store })).toEqual(both[0]);
  expect(both[1]).toEqual(both[0]);
  expect(put.mock.calls.filter(([name]) => name.endsWith('.webp'))).toHaveLength(1);
});

test('of simultaneous uploads two at a time ask whether they may be stored', async ({ store }) => {
  const bytes = await plain(64, 64).png().toBuffer();
  let asking = 0;
  let most = 0;
  const admit = async () => {
    most = Math.max(most, ++asking);
    await new Promise((resolve) => setImmediate(resolve));
    asking -= 1;
  };
  await Promise.all(Array.from({ length: 12 }, () => storePicture(bytes, { store, admit })));
  expect(most).toBe(2);
});

test('an incomplete picture is completed when it is stored again', async ({ store, folder }) => {
  const bytes = await plain(700, 50).png().toBuffer();
  const whole = await storePicture(bytes, { store });
  const files = await filesBelow(folder);
  await store.remove(derivativeName(whole.key, 720));
  expect(await storePicture(bytes, { store })).toEqual(whole);
  expect(await filesBelow(folder)).toEqual(files);
});
