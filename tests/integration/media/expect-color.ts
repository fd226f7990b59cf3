/** Stores pictures of known colours, and compares what is shown of them. */

import sharp, { type Sharp } from 'sharp';
import { expect } from 'vitest';
import { toOklch } from '#lib/domain/pictures/oklch.ts';
import { derivativeName } from '#lib/media/picture-names.ts';
import type { PictureStorage } from '#lib/media/picture-storage.ts';
import { storePicture } from '#lib/media/store-picture.ts';
import { pixelAt, storedBytes } from './media-fixtures.ts';

/** A colour difference below 2 is not visible side by side. */
export const MAX_DIFFERENCE = 2;

/** The distance of two colours in OKLab, times 100. */
export function difference(a: number[], b: number[]): number {
  const [one, two] = [a, b].map(([red = 0, green = 0, blue = 0]) => {
    const { lightness, chroma, hue } = toOklch(Math.round(red), Math.round(green), Math.round(blue));
    const angle = (hue * Math.PI) / 180;
    return [lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)];
  });
  return 100 * Math.hypot(...(one ?? []).map((value, at) => value - (two?.[at] ?? 0)));
}

export async function shownAt(store: PictureStorage, bytes: Buffer, left = 20, top = 20): Promise<number[]> {
  const { key, widths } = await storePicture(bytes, { store });
  const pixel = await pixelAt(await storedBytes(store, derivativeName(key, widths.at(-1) ?? 0)), left, top);
  expect(pixel).toHaveLength(3);
  return pixel;
}

export async function expectShown(
  store: PictureStorage,
  bytes: Buffer,
  color: number[],
  atMost = MAX_DIFFERENCE,
): Promise<void> {
  expect(difference(await shownAt(store, bytes), color)).toBeLessThan(atMost);
}

/** A picture of one colour, with channels from 0 to 1, without a profile. */
export function flat(color: readonly number[]): Sharp {
  const [r = 0, g = 0, b = 0] = color.map((value) => Math.round(value * 255));
  return sharp({ create: { width: 40, height: 40, channels: 3, background: { r, g, b } } });
}

export function flat16(color: readonly number[]): Sharp {
  const values = Uint16Array.from({ length: 40 * 40 * 3 }, (_, at) => Math.round((color[at % 3] ?? 0) * 65_535));
  return sharp(values, { raw: { width: 40, height: 40, channels: 3 } }).toColourspace('rgb16');
}
