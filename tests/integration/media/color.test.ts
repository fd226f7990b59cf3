import sharp, { type Sharp } from 'sharp';
import { describe, expect } from 'vitest';
import { toOklch } from '#lib/domain/pictures/oklch.ts';
import { finishPicture } from '#lib/media/finish-picture.ts';
import { derivativeName } from '#lib/media/picture-names.ts';
import type { PictureStorage } from '#lib/media/picture-storage.ts';
import { storePicture } from '#lib/media/store-picture.ts';
import {
  ADOBE_RGB,
  DISPLAY_P3,
  expectedSrgb,
  iccProfile,
  type RgbSpace,
  withJpegProfile,
  withPngProfile,
} from '../../support/icc-profile.ts';
import { pixelAt, plain, storedBytes, test } from './media-fixtures.ts';

/** Below 2 nobody sees a difference side by side. */
const SAME = 2;

/** The distance of two colours in OKLab, times 100. */
function difference(a: number[], b: number[]): number {
  const [one, two] = [a, b].map(([red = 0, green = 0, blue = 0]) => {
    const { lightness, chroma, hue } = toOklch(Math.round(red), Math.round(green), Math.round(blue));
    const angle = (hue * Math.PI) / 180;
    return [lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)];
  });
  return 100 * Math.hypot(...(one ?? []).map((value, at) => value - (two?.[at] ?? 0)));
}

async function shownAt(store: PictureStorage, bytes: Buffer, left = 20, top = 20): Promise<number[]> {
  const { key, widths } = await storePicture(bytes, { store });
  const pixel = await pixelAt(await storedBytes(store, derivativeName(key, widths.at(-1) ?? 0)), left, top);
  expect(pixel).toHaveLength(3);
  return pixel;
}

async function expectShown(store: PictureStorage, bytes: Buffer, colour: number[], atMost = SAME): Promise<void> {
  expect(difference(await shownAt(store, bytes), colour)).toBeLessThan(atMost);
}

/** A picture of one colour, given as 0 to 1 each, without any profile. */
function flat(colour: readonly number[]): Sharp {
  const [r = 0, g = 0, b = 0] = colour.map((value) => Math.round(value * 255));
  return sharp({ create: { width: 40, height: 40, channels: 3, background: { r, g, b } } });
}

function flat16(colour: readonly number[]): Sharp {
  const values = Uint16Array.from({ length: 40 * 40 * 3 }, (_, at) => Math.round((colour[at % 3] ?? 0) * 65_535));
  return sharp(values, { raw: { width: 40, height: 40, channels: 3 } }).toColourspace('rgb16');
}

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
  test.for(COLORS)('%j in a JPEG, a PNG and a PNG of 16 bits', async (colour, { store }) => {
    const expected = expectedSrgb(space, colour);
    const profile = iccProfile(space);
    const jpeg = await flat(colour).jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer();
    await expectShown(store, withJpegProfile(jpeg, profile), expected);
    await expectShown(store, withPngProfile(await flat(colour).png().toBuffer(), profile), expected);
    const deep = await flat16(colour).png().toBuffer();
    expect((await sharp(deep).metadata()).depth).toBe('ushort');
    await expectShown(store, withPngProfile(deep, profile), expected);
  });

  test('a profile that was passed over would be seen', () => {
    const colour = [0.3, 0.55, 0.35] as const;
    const unmanaged = colour.map((value) => value * 255);
    expect(difference(expectedSrgb(space, colour), unmanaged)).toBeGreaterThan(SAME);
  });
});

test('the AVIF files are made from the same colours', async ({ store }) => {
  const colour = [0.3, 0.55, 0.35] as const;
  const bytes = withPngProfile(await flat(colour).png().toBuffer(), iccProfile(ADOBE_RGB));
  const { key, widths } = await storePicture(bytes, { store });
  await finishPicture(key, { store });
  const avif = await storedBytes(store, derivativeName(key, widths[0] ?? 0, 'avif'));
  const file = await sharp(avif).metadata();
  expect(file).toMatchObject({ format: 'heif', compression: 'av1' });
  for (const trace of ['exif', 'xmp', 'icc'] as const) expect(file[trace]).toBeUndefined();
  expect(difference(await pixelAt(avif, 20, 20), expectedSrgb(ADOBE_RGB, colour))).toBeLessThan(SAME);
});

describe('CMYK', () => {
  const colour = [192, 64, 32];
  // Ink and back: the two conversions differ by what print cannot hold.
  const NEAR = 4;

  test('with the profile of its press', async ({ store }) => {
    const bytes = await plain(40, 40).withIccProfile('cmyk').jpeg({ quality: 100 }).toBuffer();
    expect(await sharp(bytes).metadata()).toMatchObject({ space: 'cmyk', hasProfile: true });
    await expectShown(store, bytes, colour, NEAR);
  });

  test('without one', async ({ store }) => {
    const bytes = await plain(40, 40).toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer();
    expect(await sharp(bytes).metadata()).toMatchObject({ space: 'cmyk', hasProfile: false });
    await expectShown(store, bytes, colour, NEAR);
  });
});

test('16 bits without a profile', async ({ store }) => {
  await expectShown(store, await flat16([0.8, 0.3, 0.2]).png().toBuffer(), [204, 76, 51]);
});

test('grey, in 8 and 16 bits', async ({ store }) => {
  const grey = plain(40, 40, '#808080');
  await expectShown(store, await grey.clone().toColourspace('b-w').png().toBuffer(), [128, 128, 128]);
  await expectShown(store, await grey.clone().toColourspace('b-w').jpeg().toBuffer(), [128, 128, 128]);
  await expectShown(store, await grey.clone().toColourspace('grey16').png().toBuffer(), [128, 128, 128]);
});

test('a palette', async ({ store }) => {
  const bytes = await plain(40, 40, '#336699').png({ palette: true, colours: 4 }).toBuffer();
  expect((await sharp(bytes).metadata()).isPalette).toBe(true);
  await expectShown(store, bytes, [51, 102, 153]);
});

describe('transparency', () => {
  /** The left half covered, the right half clear. */
  async function half(colour: string): Promise<Sharp> {
    const solid = await plain(20, 40, colour).png().toBuffer();
    const background = { r: 0, g: 0, b: 0, alpha: 0 };
    const canvas = sharp({ create: { width: 40, height: 40, channels: 4, background } });
    return sharp(
      await canvas
        .composite([{ input: solid, left: 0, top: 0 }])
        .png()
        .toBuffer(),
    );
  }

  test('becomes paper, whatever colour the page has', async ({ store }) => {
    const bytes = await (await half('#102030')).png().toBuffer();
    expect(difference(await shownAt(store, bytes, 8, 20), [16, 32, 48])).toBeLessThan(SAME);
    expect(difference(await shownAt(store, bytes, 32, 20), [255, 255, 255])).toBeLessThan(SAME);
  });

  test('is dark behind a drawing in white, which paper would swallow', async ({ store }) => {
    const bytes = await (await half('#ffffff')).png().toBuffer();
    expect(difference(await shownAt(store, bytes, 8, 20), [255, 255, 255])).toBeLessThan(SAME);
    expect(difference(await shownAt(store, bytes, 32, 20), [27, 26, 24])).toBeLessThan(SAME);
  });

  test('of a grey picture, and of a palette with one clear colour', async ({ store }) => {
    for (const bytes of [
      await (await half('#202020')).toColourspace('b-w').png().toBuffer(),
      await (await half('#202020')).png({ palette: true }).toBuffer(),
      await (await half('#202020')).webp({ lossless: true }).toBuffer(),
    ]) {
      expect(difference(await shownAt(store, bytes, 8, 20), [32, 32, 32])).toBeLessThan(SAME);
      expect(difference(await shownAt(store, bytes, 32, 20), [255, 255, 255])).toBeLessThan(SAME);
    }
  });
});

describe('orientation', () => {
  const CORNERS = { A: [200, 40, 40], B: [40, 160, 60], C: [50, 60, 190], D: [220, 200, 60] } as const;
  type Corner = keyof typeof CORNERS;

  // Which corner of the stored pixels is shown top left, top right, bottom right and bottom left.
  test.for<[number, string]>([
    [1, 'ABCD'],
    [2, 'BADC'],
    [3, 'CDAB'],
    [4, 'DCBA'],
    [5, 'ADCB'],
    [6, 'DABC'],
    [7, 'CBAD'],
    [8, 'BCDA'],
  ])('%i', async ([orientation, shown], { store }) => {
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
    const turned = orientation > 4;
    const size = turned ? { width: height, height: width } : { width, height };
    expect(await storePicture(bytes, { store })).toMatchObject(size);
    const places: [number, number][] = [
      [8, 8],
      [size.width - 8, 8],
      [size.width - 8, size.height - 8],
      [8, size.height - 8],
    ];
    for (const [index, [left, top]] of places.entries()) {
      const corner = shown[index] as Corner;
      expect(difference(await shownAt(store, bytes, left, top), [...CORNERS[corner]])).toBeLessThan(SAME);
    }
  });
});
