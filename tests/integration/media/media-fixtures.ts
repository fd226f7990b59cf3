/** Test pictures, and a picture storage in a temporary folder. */

import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { test as base, vi } from 'vitest';
import { localStorage } from '#lib/media/local-storage.ts';
import type { PictureStorage } from '#lib/media/picture-storage.ts';

// Every picture starts a process, which is slow on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

interface Media {
  folder: string;
  store: PictureStorage;
}

/** A test with a picture storage in a new folder, which is removed afterwards. */
export const test = base.extend<Media>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the needed fixtures from this pattern
  folder: async ({}, use) => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'makeyourspace-media-'));
    await use(folder);
    await rm(folder, { recursive: true });
  },
  store: ({ folder }, use) => use(localStorage(folder)),
});

/** The sorted paths of all files in the folder and below. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

/** A picture of one colour, with its size in pixels; `background` is a CSS colour. */
export function plain(width: number, height: number, background = '#c04020'): Sharp {
  return sharp({ create: { width, height, channels: 3, background }, limitInputPixels: false });
}

/** A picture of noise, with its size in pixels, which no format compresses well. */
export function noise(width: number, height: number): Sharp {
  return sharp({
    create: { width, height, channels: 3, background: 'black', noise: { type: 'gaussian', mean: 128, sigma: 40 } },
  });
}

/** The stored bytes of a file. @throws when it is not stored. */
export async function storedBytes(store: PictureStorage, name: string): Promise<Buffer> {
  const file = await store.get(name);
  if (!file) throw new Error(`${name} is not stored`);
  return Buffer.from(await new Response(file.stream).arrayBuffer());
}

/** Red, green, blue (and alpha, if there is any) of one pixel, 0 to 255. */
export async function pixelAt(picture: Buffer, left: number, top: number): Promise<number[]> {
  return [...(await sharp(picture).extract({ left, top, width: 1, height: 1 }).raw().toBuffer())];
}
