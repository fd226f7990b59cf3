import sharp from 'sharp';
import { describe, expect } from 'vitest';
import { derivativeName } from '#lib/media/picture-names.ts';
import type { PictureStorage } from '#lib/media/picture-storage.ts';
import { storePicture } from '#lib/media/store-picture.ts';
import { chrm, cicp, gama, greyProfile, srgb, withAvifColor, withPngChunks } from './color-numbers.ts';
import { expectShown, flat, flat16, shownAt } from './expect-color.ts';
import { DISPLAY_P3, expectedSrgb, iccProfile, type RgbSpace, withPngProfile } from './icc-profile.ts';
import { plain, storedBytes, test } from './media-fixtures.ts';

type Triple = readonly [number, number, number];

const COLOR: Triple = [0.3, 0.55, 0.35];
const P3: Triple = asTriple(expectedSrgb(DISPLAY_P3, COLOR));
const SRGB: Triple = asTriple(COLOR.map((value) => value * 255));
const P3_CHROMATICITIES = [0.3127, 0.329, 0.68, 0.32, 0.265, 0.69, 0.15, 0.06];
const REC_709: RgbSpace['primaries'] = [
  [0.4360747, 0.2225045, 0.0139322],
  [0.3850649, 0.7168786, 0.0971045],
  [0.1430804, 0.0606169, 0.7141733],
];
const withGamma = (gamma: number, primaries = REC_709) =>
  asTriple(expectedSrgb({ primaries, toLight: (value) => value ** gamma }, COLOR));

function asTriple([a = 0, b = 0, c = 0]: number[]): Triple {
  return [a, b, c];
}

const png = () => flat(COLOR).png().toBuffer();
const png16 = () => flat16(COLOR).png().toBuffer();
const avif = () => flat(COLOR).avif({ lossless: true, effort: 0, chromaSubsampling: '4:4:4' }).toBuffer();

describe('a PNG', () => {
  const cases: [what: string, chunks: Buffer[], shown: Triple][] = [
    ['with the code points of Display P3', [cicp(12, 13)], P3],
    ['with those of sRGB', [cicp(1, 13)], SRGB],
    ['with light itself as its values', [gama(1)], withGamma(1)],
    ['with the gamma of old computers', [gama(0.55)], withGamma(1 / 0.55)],
    ['with about the gamma of sRGB', [gama(0.45455)], SRGB],
    [
      'with gamma and chromaticities',
      [gama(0.45455), chrm(...P3_CHROMATICITIES)],
      withGamma(2.2, DISPLAY_P3.primaries),
    ],
    ['with chromaticities alone', [chrm(...P3_CHROMATICITIES)], SRGB],
    ['with impossible chromaticities', [gama(1), chrm(0, 0, 0, 0, 0, 0, 0, 0)], withGamma(1)],
    ['with a gamma of nothing', [gama(0)], SRGB],
    ['that says sRGB, and a gamma for old programs', [srgb(), gama(1)], SRGB],
    ['with code points and a gamma', [cicp(12, 13), gama(1)], P3],
    ['with code points and sRGB', [srgb(), cicp(12, 13)], P3],
    ['with unknown code points and a gamma', [cicp(77, 13), gama(1)], withGamma(1)],
    ['with video levels, which browsers ignore', [cicp(12, 13, 0, 0)], SRGB],
  ];

  test.for(cases)('%s', async ([, chunks, shown]) => {
    await expectShown(withPngChunks(await png(), ...chunks), [...shown]);
    await expectShown(withPngChunks(await png16(), ...chunks), [...shown]);
  });

  test('with a profile: code points come before it, it comes before all others', async () => {
    const withProfile = withPngProfile(await png(), iccProfile(DISPLAY_P3));
    await expectShown(withPngChunks(withProfile, cicp(1, 13)), [...SRGB]);
    await expectShown(withPngChunks(withProfile, srgb(), gama(1)), [...P3]);
    await expectShown(withPngChunks(withProfile, cicp(77, 13)), [...P3]);
  });

  test('with a damaged chunk, which counts as missing', async () => {
    const damaged = cicp(12, 13);
    damaged[8] = 9;
    await expectShown(withPngChunks(await png(), damaged), [...SRGB]);
  });

  test('in grey with a gamma, in 8 and 16 bits and half transparent', async () => {
    const grey = () => plain(40, 40, '#7f7f7f').toColourspace('b-w');
    await expectShown(withPngChunks(await grey().png().toBuffer(), gama(1)), [187, 187, 187]);
    const deep = await plain(40, 40, '#7f7f7f').toColourspace('grey16').png().toBuffer();
    await expectShown(withPngChunks(deep, gama(1)), [187, 187, 187]);
    const clear = await plain(40, 40, '#7f7f7f').ensureAlpha(0.5).png().toBuffer();
    await expectShown(withPngChunks(clear, gama(1)), [221, 221, 221]);
  });
});

describe('an AVIF', () => {
  const cases: [what: string, primaries: number, transfer: number, shown: Triple][] = [
    ['in Display P3', 12, 13, P3],
    ['in sRGB', 1, 13, SRGB],
    ['of television', 1, 1, SRGB],
    ['without a statement', 2, 2, SRGB],
    ['with light itself as its values', 1, 8, withGamma(1)],
  ];

  test.for(cases)('%s', async ([, primaries, transfer, shown]) => {
    await expectShown(withAvifColor(await avif(), primaries, transfer), [...shown]);
  });

  test('in BT.2020 gets stronger colours, within sRGB', async () => {
    // The colour (0.3, 0.55, 0.35) of BT.2020, with the curve of sRGB, in linear sRGB by the matrix of ITU-R BT.2087.
    const [r, g, b] = asTriple(COLOR.map((value) => ((value + 0.055) / 1.055) ** 2.4));
    const light = [
      1.6605 * r - 0.5876 * g - 0.0728 * b,
      -0.1246 * r + 1.1329 * g - 0.0083 * b,
      -0.0182 * r - 0.1006 * g + 1.1187 * b,
    ];
    const shown = light.map((value) => {
      const inside = Math.max(0, value);
      return 255 * (inside <= 0.0031308 ? inside * 12.92 : 1.055 * inside ** (1 / 2.4) - 0.055);
    });
    await expectShown(withAvifColor(await avif(), 9, 14), shown);
  });
});

/** What Chromium 156 shows on a screen without HDR. */
const hdr: [what: string, transfer: number, value: number, shown: number][] = [
  ['PQ, shadow', 16, 64, 30],
  ['PQ, near the white of paper', 16, 148, 187],
  ['PQ, brighter than paper', 16, 160, 213],
  ['PQ, beyond what can be shown', 16, 224, 255],
  ['HLG, shadow', 18, 64, 43],
  ['HLG, the white of paper', 18, 192, 189],
  ['HLG, brighter than paper', 18, 224, 228],
  ['HLG, the brightest', 18, 255, 255],
];

test.for(hdr)('light above white is shown as in Chromium: %s', async ([, transfer, value, shown]) => {
  const grey = [value / 255, value / 255, value / 255] as const;
  for (const bytes of [
    withPngChunks(await flat(grey).png().toBuffer(), cicp(9, transfer)),
    withAvifColor(await flat(grey).avif({ lossless: true, effort: 0 }).toBuffer(), 9, transfer),
  ]) {
    for (const channel of await shownAt(bytes)) expect(Math.abs(channel - shown)).toBeLessThanOrEqual(3);
  }
});

describe('a grey picture with a profile', () => {
  const profiled = async (space: 'b-w' | 'grey16', gamma: number) =>
    withPngProfile(await plain(40, 40, '#808080').toColourspace(space).png().toBuffer(), greyProfile(gamma));

  test.for([1, 1.8])('looks the same in 8 and 16 bits: gamma %d', async (gamma) => {
    const light = (128 / 255) ** gamma;
    const value = 255 * (1.055 * light ** (1 / 2.4) - 0.055);
    await expectShown(await profiled('b-w', gamma), [value, value, value]);
    await expectShown(await profiled('grey16', gamma), [value, value, value]);
  });

  test('keeps the steps that only 16 bits have', async ({ store }) => {
    // Light from 0 to 2 percent: five values of 8 bits.
    const ramp = Uint16Array.from({ length: 320 * 40 }, (_, at) => ((at % 320) / 320) * 0.02 * 65_535);
    const deep = await sharp(ramp, { raw: { width: 320, height: 40, channels: 1 } })
      .toColourspace('grey16')
      .png()
      .toBuffer();
    const steps = await stepsShown(store, withPngProfile(deep, greyProfile(1)));
    expect(steps).toBeGreaterThan(20);
  });
});

async function stepsShown(store: PictureStorage, bytes: Buffer): Promise<number> {
  const { key } = await storePicture(bytes, { store });
  const { data } = await sharp(await storedBytes(store, derivativeName(key, 320)))
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return new Set(data.subarray(0, 320)).size;
}

test('an animated AVIF shows its first picture', async () => {
  const bytes = await avif();
  bytes.write('avis', 8, 'latin1');
  await expect(sharp(bytes).metadata()).rejects.toThrow('unsupported image format');
  await expectShown(bytes, [...SRGB]);
});
