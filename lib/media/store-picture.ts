import { createHash } from 'node:crypto';
import { MAX_PICTURE_BYTES } from '#lib/domain/picture.ts';
import { type DecodeLimits, decodePicture } from '#lib/media/decode-process.ts';
import { PictureError } from '#lib/media/picture-error.ts';
import { derivativeName, originalName } from '#lib/media/picture-names.ts';
import { readRecord, type StoredPicture, writeRecord } from '#lib/media/picture-record.ts';
import type { PictureStorage } from '#lib/media/picture-storage.ts';
import { pictureType } from '#lib/media/picture-type.ts';
import { storage } from '#lib/media/storage.ts';

export type { StoredPicture };

interface Options {
  /** Where to keep it, instead of the configured storage. */
  store?: PictureStorage;
  limits?: Partial<DecodeLimits>;
}

const underway = new Map<string, Promise<StoredPicture>>();

/**
 * Checks, decodes and keeps one picture (the bytes of a JPEG, PNG, WebP or AVIF file): the original
 * privately, and WebP files in the widths of `pictureWidths`. Of an animation the first frame is kept.
 * The same bytes again cost a look at the files.
 * @throws {PictureError} when the person has to choose another picture
 */
export async function storePicture(bytes: Buffer, { store = storage(), limits }: Options = {}): Promise<StoredPicture> {
  if (bytes.byteLength > MAX_PICTURE_BYTES) throw new PictureError('too-large');
  const type = pictureType(bytes);
  if (!type) throw new PictureError('not-a-picture');
  const key = createHash('sha256').update(bytes).digest('hex');

  const make = async () => {
    const known = await readRecord(store, key);
    if (known && (await isWhole(store, known))) return known;
    const { derivatives, ...measures } = await decodePicture(bytes, type, limits);
    const picture = { key, ...measures, widths: derivatives.map(({ width }) => width) };
    // First the record, so that whatever gets written can be found and removed again.
    await writeRecord(store, picture);
    await store.put(originalName(key), bytes);
    for (const { width, bytes: webp } of derivatives) await store.put(derivativeName(key, width), webp);
    return picture;
  };

  const same = underway.get(key);
  if (same) return same;
  const making = make().finally(() => underway.delete(key));
  underway.set(key, making);
  return making;
}

async function isWhole(store: PictureStorage, { key, widths }: StoredPicture): Promise<boolean> {
  const names = [originalName(key), ...widths.map((width) => derivativeName(key, width))];
  return (await Promise.all(names.map((name) => store.has(name)))).every(Boolean);
}
