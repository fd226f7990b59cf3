import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { test as base, vi } from 'vitest';
import { localStorage } from '#lib/media/local-storage.ts';
import type { PictureStorage } from '#lib/media/picture-storage.ts';

// Every picture starts a process, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

interface Media {
  folder: string;
  store: PictureStorage;
}

/** A test with a storage in an empty folder of its own, removed afterwards. */
export const test = base.extend<Media>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the needed fixtures from this pattern
  folder: async ({}, use) => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'makeyourspace-media-'));
    await use(folder);
    await rm(folder, { recursive: true });
  },
  store: ({ folder }, use) => use(localStorage(folder)),
});

/** The names of all files below the folder, sorted. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

/** A plain picture of that size in pixels; `background` as CSS colour. */
export function plain(width: number, height: number, background = '#c04020'): Sharp {
  return sharp({ create: { width, height, channels: 3, background }, limitInputPixels: false });
}

/** Noise of that size in pixels, which no format can make small. */
export function noise(width: number, height: number): Sharp {
  return sharp({
    create: { width, height, channels: 3, background: 'black', noise: { type: 'gaussian', mean: 128, sigma: 40 } },
  });
}

/** The stored bytes of that name. */
export async function storedBytes(store: PictureStorage, name: string): Promise<Buffer> {
  const file = await store.get(name);
  if (!file) throw new Error(`${name} is not stored`);
  return Buffer.from(await new Response(file.stream).arrayBuffer());
}

/** Red, green, blue (and alpha, if there is any) at a place, 0 to 255. */
export async function pixelAt(picture: Buffer, left: number, top: number): Promise<number[]> {
  return [...(await sharp(picture).extract({ left, top, width: 1, height: 1 }).raw().toBuffer())];
}
