import os from 'node:os';
import { type DecodeLimits, decodePicture } from './decode-process.ts';
import { withIncoming } from './incoming.ts';
import { PictureError } from './picture-error.ts';
import { derivativeName, originalName } from './picture-names.ts';
import { readRecord, type StoredPicture, storedPicture, writeRecord } from './picture-record.ts';
import type { PictureStorage } from './picture-storage.ts';
import { storage } from './storage.ts';

interface Options {
  store?: PictureStorage;
  stop?: AbortSignal;
  limits?: Partial<DecodeLimits>;
}

const FORMATS = ['webp', 'avif'] as const;

/** An AVIF of 2560 pixels takes seconds on an idle machine, and much longer at the lowest priority. */
const LIMITS = { timeoutMs: 5 * 60_000, priority: os.constants.priority.PRIORITY_LOW };

/**
 * Creates what a stored picture lacks: its AVIF files and, if an earlier version of the shop stored it, the widest WebP
 * and its colours. Uses the private original, in a process with the lowest priority. Existing files are not created
 * again.
 * @throws {PictureError} if the files cannot be created; MissingOriginalError if there is no original.
 */
export async function finishPicture(key: string, { store = storage(), stop, limits }: Options = {}) {
  const known = await readRecord(store, key);
  const existing = await existingFiles(store, key, known?.widths ?? []);
  const total = FORMATS.length * (known?.widths.length ?? 0);
  if (known?.avif && known.colours.length > 0 && existing.length === total) return storedPicture(known);
  const turn = known?.turn ?? 0;
  const original = await store.get(originalName(key));
  if (!original) throw new MissingOriginalError(key);
  return withIncoming(original.stream, async ({ file, type }): Promise<StoredPicture> => {
    if (!type) throw new PictureError('not-a-picture');
    const job = { file, type, formats: [...FORMATS], existing, turn, limits: { ...LIMITS, ...limits } };
    const { derivatives, ...facts } = await decodePicture(stop ? { ...job, stop } : job);
    for (const { width, format, bytes } of derivatives) await store.put(derivativeName(key, width, format), bytes);
    const picture = { key, ...facts, avif: true };
    await writeRecord(store, { ...picture, turn });
    return picture;
  });
}

/** The original is missing, so retrying is pointless. */
export class MissingOriginalError extends Error {
  override name = 'MissingOriginalError';
  constructor(key: string) {
    super(`the original of the picture ${key} is missing in the storage`);
  }
}

async function existingFiles(store: PictureStorage, key: string, widths: number[]) {
  const files = widths.flatMap((width) => FORMATS.map((format) => ({ width, format })));
  const exists = await Promise.all(files.map(({ width, format }) => store.has(derivativeName(key, width, format))));
  return files.filter((_file, index) => exists[index]);
}
