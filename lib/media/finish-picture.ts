import os from 'node:os';
import { type DecodeLimits, decodePicture } from './decode-process.ts';
import { withIncoming } from './incoming.ts';
import { PictureError } from './picture-error.ts';
import { derivativeName, originalName } from './picture-names.ts';
import { readRecord, type StoredPicture, writeRecord } from './picture-record.ts';
import type { PictureStorage } from './picture-storage.ts';
import { storage } from './storage.ts';

interface Options {
  store?: PictureStorage;
  stop?: AbortSignal;
  limits?: Partial<DecodeLimits>;
}

const FORMATS = ['webp', 'avif'] as const;

/** An AVIF of 2560 pixels takes seconds on an idle machine, and behind all others much longer. */
const LIMITS = { milliseconds: 5 * 60_000, priority: os.constants.priority.PRIORITY_LOW };

/**
 * Makes what a stored picture lacks: its AVIF files, and for one of an earlier version also the widest WebP and its
 * colours. From the private original, in a process of the lowest priority. Files that are there are not made again.
 * @throws {PictureError} when it cannot be made; Error when its original is not there.
 */
export async function finishPicture(key: string, { store = storage(), stop, limits }: Options = {}) {
  const known = await readRecord(store, key);
  const have = await filesOf(store, key, known?.widths ?? []);
  const total = FORMATS.length * (known?.widths.length ?? 0);
  if (known?.avif && known.colours.length > 0 && have.length === total) return known;
  const original = await store.get(originalName(key));
  if (!original) throw new MissingOriginal(key);
  return withIncoming(original.stream, async ({ file, type }): Promise<StoredPicture> => {
    if (!type) throw new PictureError('not-a-picture');
    const job = { file, type, formats: [...FORMATS], have, limits: { ...LIMITS, ...limits } };
    const { derivatives, ...facts } = await decodePicture(stop ? { ...job, stop } : job);
    for (const { width, format, bytes } of derivatives) await store.put(derivativeName(key, width, format), bytes);
    const picture = { key, ...facts, avif: true };
    await writeRecord(store, picture);
    return picture;
  });
}

/** The files of a picture are gone, which no further try mends. */
export class MissingOriginal extends Error {
  override name = 'MissingOriginal';
  constructor(key: string) {
    super(`the original of the picture ${key} is not in the storage`);
  }
}

async function filesOf(store: PictureStorage, key: string, widths: number[]) {
  const files = widths.flatMap((width) => FORMATS.map((format) => ({ width, format })));
  const there = await Promise.all(files.map(({ width, format }) => store.has(derivativeName(key, width, format))));
  return files.filter((_file, index) => there[index]);
}
