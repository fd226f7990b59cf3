import type { Color } from '#lib/domain/pictures/colors.ts';
import { recordName } from './picture-names.ts';
import type { PictureStorage } from './picture-storage.ts';

export interface StoredPicture {
  /** sha256 of the original's bytes, 64 hex digits. */
  key: string;
  /** Pixels of the upright original. */
  width: number;
  height: number;
  /** Widths for which a WebP is kept, ascending, pixels; at least one. */
  widths: number[];
  /** See lib/domain/pictures/placeholder.ts. */
  placeholder: string;
  /** One to three, the most striking first. */
  colours: Color[];
  /** Is there an AVIF in each of the widths too? */
  avif: boolean;
}

/** Notes what is kept of a picture beside its files. */
export async function writeRecord(store: PictureStorage, picture: StoredPicture): Promise<void> {
  await store.put(recordName(picture.key), Buffer.from(JSON.stringify(picture)));
}

/** What is kept of the picture, or null; its files may be missing if a write was cut short. */
export async function readRecord(store: PictureStorage, key: string): Promise<StoredPicture | null> {
  const file = await store.get(recordName(key));
  if (!file) return null;
  const record = (await new Response(file.stream).json()) as StoredPicture;
  // Records of before have no colours and no word about AVIF.
  return { ...record, colours: record.colours ?? [], avif: record.avif ?? false };
}
