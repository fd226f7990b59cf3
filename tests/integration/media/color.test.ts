import sharp, { type Sharp } from 'sharp';
import { describe, expect } from 'vitest';
import { finishPicture } from '#lib/media/finish-picture.ts';
import { derivativeName } from '#lib/media/picture-names.ts';
import { storePicture } from '#lib/media/store-picture.ts';
import { difference, expectShown, flat, flat16, MAX_DIFFERENCE, shownAt } from './expect-color.ts';
import {
  ADOBE_RGB,
  DISPLAY_P3,
  expectedSrgb,
  iccProfile,
  type RgbSpace,
  withJpegProfile,
  withPngProfile,
} from './icc-profile.ts';
import { pixelAt, plain, storedBytes, test } from './media-fixtures.ts';

const COLORS = [
  [0.8, 0.3, 0.2],
  [0.3, 0.55, 0.35],
  [0.25, 0.3, 0.6],
  [0.5, 0.5, 0.5],
] as const;

const spaces: [string, RgbSpace][] = [
  ['Adobe RGB', ADOBE_RGB],
  ['Display P3', DISPLAY_P3],
];

describe.each(spaces)('%s', (_name, space) => {
  test.for(COLORS)('%j keeps its colour from a JPEG, a PNG and a 16-bit PNG', async (color) => {
    const expected = expectedSrgb(space, color);
    const profile = iccProfile(space);
    const jpeg = await flat(color).jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer();
    await expectShown(withJpegProfile(jpeg, profile), expected);
    await expectShown(withPngProfile(await flat(color).png().toBuffer(), profile), expected);
    const deep = await flat16(color).png().toBuffer();
    expect((await sharp(deep).metadata()).depth).toBe('ushort');
    await expectShown(withPngProfile(deep, profile), expected);
  });

  test('ignoring the profile would be visible', () => {
    const color = [0.3, 0.55, 0.35] as const;
    const unmanaged = color.map((value) => value * 255);
    expect(difference(expectedSrgb(space, color), unmanaged)).toBeGreaterThan(MAX_DIFFERENCE);
  });
});

test('the AVIF files have the same colours', async ({ store }) => {
  const color = [0.3, 0.55, 0.35] as const;
  const bytes = withPngProfile(await flat(color).png().toBuffer(), iccProfile(ADOBE_RGB));
  const { key, widths } = await storePicture(bytes, { store });
  await finishPicture(key, { store });
  const avif = await storedBytes(store, derivativeName(key, widths[0] ?? 0, 'avif'));
  const file = await sharp(avif).metadata();
  expect(file).toMatchObject({ format: 'heif', compression: 'av1' });
  for (const field of ['exif', 'xmp', 'icc'] as const) expect(file[field]).toBeUndefined();
  expect(difference(await pixelAt(avif, 20, 20), expectedSrgb(ADOBE_RGB, color))).toBeLessThan(MAX_DIFFERENCE);
});

describe('CMYK', () => {
  const color = [192, 64, 32];
  // The conversions to CMYK and back differ by the colours that cannot be printed.
  const MAX_CMYK_DIFFERENCE = 4;

  test('with a profile keeps its colour', async () => {
    const bytes = await plain(40, 40).withIccProfile('cmyk').jpeg({ quality: 100 }).toBuffer();
    expect(await sharp(bytes).metadata()).toMatchObject({ space: 'cmyk', hasProfile: true });
    await expectShown(bytes, color, MAX_CMYK_DIFFERENCE);
  });

  test('without a profile keeps its colour', async () => {
    const bytes = await plain(40, 40).toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer();
    expect(await sharp(bytes).metadata()).toMatchObject({ space: 'cmyk', hasProfile: false });
    await expectShown(bytes, color, MAX_CMYK_DIFFERENCE);
  });
});

test('a 16-bit picture without a profile keeps its colour', async () => {
  await expectShown(await flat16([0.8, 0.3, 0.2]).png().toBuffer(), [204, 76, 51]);
});

test('a grey picture keeps its colour in 8 and 16 bits', async () => {
  const grey = plain(40, 40, '#808080');
  await expectShown(await grey.clone().toColourspace('b-w').png().toBuffer(), [128, 128, 128]);
  await expectShown(await grey.clone().toColourspace('b-w').jpeg().toBuffer(), [128, 128, 128]);
  await expectShown(await grey.clone().toColourspace('grey16').png().toBuffer(), [128, 128, 128]);
});

test('a picture with a palette keeps its colour', async () => {
  const bytes = await plain(40, 40, '#336699').png({ palette: true, colours: 4 }).toBuffer();
  expect((await sharp(bytes).metadata()).isPalette).toBe(true);
  await expectShown(bytes, [51, 102, 153]);
});

describe('transparency', () => {
  /** A picture with an opaque left half and a transparent right half. */
  async function halfTransparent(color: string): Promise<Sharp> {
    const solid = await plain(20, 40, color).png().toBuffer();
    const background = { r: 0, g: 0, b: 0, alpha: 0 };
    const canvas = sharp({ create: { width: 40, height: 40, channels: 4, background } });
    return sharp(
      await canvas
        .composite([{ input: solid, left: 0, top: 0 }])
        .png()
        .toBuffer(),
    );
  }

  test('becomes white, regardless of the page’s background', async () => {
    const bytes = await (await halfTransparent('#102030')).png().toBuffer();
    expect(difference(await shownAt(bytes, 8, 20), [16, 32, 48])).toBeLessThan(MAX_DIFFERENCE);
    expect(difference(await shownAt(bytes, 32, 20), [255, 255, 255])).toBeLessThan(MAX_DIFFERENCE);
  });

  test('becomes dark behind a white drawing, which would be invisible on white', async () => {
    const bytes = await (await halfTransparent('#ffffff')).png().toBuffer();
    expect(difference(await shownAt(bytes, 8, 20), [255, 255, 255])).toBeLessThan(MAX_DIFFERENCE);
    expect(difference(await shownAt(bytes, 32, 20), [27, 26, 24])).toBeLessThan(MAX_DIFFERENCE);
  });

  /** A drawing with this fill on a transparent ground, 200 × 200 pixels. */
  const drawing = (shapes: string) =>
    sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200">${shapes}</svg>`))
      .png()
      .toBuffer();

  test.for(['#fff3a8', '#ffd9e4', '#d8f0ff', '#e3f7d9'])('becomes white behind a pastel: %s', async (fill) => {
    const bytes = await drawing(`<circle cx="100" cy="100" r="60" fill="${fill}"/>`);
    expect(difference(await shownAt(bytes, 5, 5), [255, 255, 255])).toBeLessThan(MAX_DIFFERENCE);
  });

  test.for(['#ffffff', '#f7f5f0', '#fffff5'])(
    'becomes dark behind what is pale and nearly colourless: %s',
    async (fill) => {
      const bytes = await drawing(`<circle cx="100" cy="100" r="60" fill="${fill}"/>`);
      expect(difference(await shownAt(bytes, 5, 5), [27, 26, 24])).toBeLessThan(MAX_DIFFERENCE);
    },
  );

  test('leaves a dark dot in a white ring to be seen', async () => {
    const bytes = await drawing(
      '<circle cx="100" cy="100" r="70" fill="none" stroke="#fff" stroke-width="30"/><circle cx="100" cy="100" r="7" fill="#111"/>',
    );
    const dot = await shownAt(bytes, 100, 100);
    expect(difference(dot, await shownAt(bytes, 100, 80))).toBeGreaterThan(20);
  });

  test('is also replaced in a grey picture and in a palette with a transparent colour', async () => {
    for (const bytes of [
      await (await halfTransparent('#202020')).toColourspace('b-w').png().toBuffer(),
      await (await halfTransparent('#202020')).png({ palette: true }).toBuffer(),
      await (await halfTransparent('#202020')).webp({ lossless: true }).toBuffer(),
    ]) {
      expect(difference(await shownAt(bytes, 8, 20), [32, 32, 32])).toBeLessThan(MAX_DIFFERENCE);
      expect(difference(await shownAt(bytes, 32, 20), [255, 255, 255])).toBeLessThan(MAX_DIFFERENCE);
    }
  });
});

describe('orientation', () => {
  const CORNERS = { A: [200, 40, 40], B: [40, 160, 60], C: [50, 60, 190], D: [220, 200, 60] } as const;
  type Corner = keyof typeof CORNERS;

  // The corners of the stored pixels that are shown at the top left, top right, bottom right and bottom left.
  test.for<[number, string]>([
    [1, 'ABCD'],
    [2, 'BADC'],
    [3, 'CDAB'],
    [4, 'DCBA'],
    [5, 'ADCB'],
    [6, 'DABC'],
    [7, 'CBAD'],
    [8, 'BCDA'],
  ])('%i is applied', async ([orientation, shown], { store }) => {
    const [width, height] = [60, 40];
    const patch = (corner: Corner) => {
      const [r, g, b] = CORNERS[corner];
      return sharp({ create: { width: width / 2, height: height / 2, channels: 3, background: { r, g, b } } })
        .png()
        .toBuffer();
    };
    const bytes = await plain(width, height)
      .composite([
        { input: await patch('A'), left: 0, top: 0 },
        { input: await patch('B'), left: width / 2, top: 0 },
        { input: await patch('C'), left: width / 2, top: height / 2 },
        { input: await patch('D'), left: 0, top: height / 2 },
      ])
      .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
      .withMetadata({ orientation })
      .toBuffer();
    const isRotated = orientation > 4;
    const size = isRotated ? { width: height, height: width } : { width, height };
    expect(await storePicture(bytes, { store })).toMatchObject(size);
    const corners: [number, number][] = [
      [8, 8],
      [size.width - 8, 8],
      [size.width - 8, size.height - 8],
      [8, size.height - 8],
    ];
    for (const [index, [left, top]] of corners.entries()) {
      const corner = shown[index] as Corner;
      expect(difference(await shownAt(bytes, left, top), [...CORNERS[corner]])).toBeLessThan(MAX_DIFFERENCE);
    }
  });
});
