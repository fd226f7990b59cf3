import type { Color } from '#lib/domain/pictures/colors.ts';
import { recordName } from './picture-names.ts';
import type { PictureStorage } from './picture-storage.ts';

export interface StoredPicture {
  /** sha256 of the original's bytes, 64 hex digits. */
  key: string;
  /** Pixels of the upright original. */
  width: number;
  height: number;
  /** Widths in which a WebP is stored, ascending, pixels; at least one. */
  widths: number[];
  /** See lib/domain/pictures/placeholder.ts. */
  placeholder: string;
  /** One to three, the most striking first. */
  colours: Color[];
  /** Whether there is an AVIF in each of the widths as well. */
  avif: boolean;
}

export async function writeRecord(store: PictureStorage, picture: StoredPicture): Promise<void> {
  await store.put(recordName(picture.key), Buffer.from(JSON.stringify(picture)));
}

/** The record of a picture, or null. Its files may be missing if storing it was interrupted. */
export async function readRecord(store: PictureStorage, key: string): Promise<StoredPicture | null> {
  const file = await store.get(recordName(key));
  if (!file) return null;
  const record = (await new Response(file.stream).json()) as StoredPicture;
  // Older records have neither `colours` nor `avif`.
  return { ...record, colours: record.colours ?? [], avif: record.avif ?? false };
}
