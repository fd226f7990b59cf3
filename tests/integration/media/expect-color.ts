/** Decodes pictures of known colours, and compares what is shown of them. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { expect } from 'vitest';
import { toOklch } from '#lib/domain/pictures/oklch.ts';
import { MAX_PICTURE_PIXELS } from '#lib/domain/pictures/picture.ts';
import { decodeFile } from '#lib/media/decode-file.ts';
import { pictureType } from '#lib/media/picture-type.ts';
import { pixelAt } from './media-fixtures.ts';

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

/** The pixel of the widest stored file. It is made in this process: one of its own for each colour takes minutes. */
export async function shownAt(bytes: Buffer, left = 20, top = 20): Promise<number[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'makeyourspace-color-'));
  try {
    const file = path.join(folder, 'picture');
    await writeFile(file, bytes);
    const limits = { maxPixels: MAX_PICTURE_PIXELS, maxMemory: 1024 ** 3, priority: 0 };
    const type = pictureType(bytes);
    if (!type) throw new Error('not a picture');
    const result = await decodeFile({ file, type, formats: ['webp'], existing: [], ...limits });
    if (result.outcome !== 'decoded') throw new Error(`not decoded: ${JSON.stringify(result)}`);
    const pixel = await pixelAt(Buffer.from(result.picture.derivatives.at(-1)?.bytes ?? []), left, top);
    expect(pixel).toHaveLength(3);
    return pixel;
  } finally {
    await rm(folder, { recursive: true });
  }
}

export async function expectShown(bytes: Buffer, color: number[], atMost = MAX_DIFFERENCE): Promise<void> {
  expect(difference(await shownAt(bytes), color)).toBeLessThan(atMost);
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
