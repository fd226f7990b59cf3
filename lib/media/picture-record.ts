import type { Color } from '#lib/domain/pictures/colors.ts';
import type { Turn } from '#lib/domain/pictures/picture.ts';
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

/** What the shop has to know of a picture to make its files again. */
export type PictureRecord = StoredPicture & {
  /** Of its original; 0 in older records, which have none. */
  turn: Turn;
};

export async function writeRecord(store: PictureStorage, picture: PictureRecord): Promise<void> {
  await store.put(recordName(picture.key), Buffer.from(JSON.stringify(picture)));
}

/** The record of a picture, or null. Its files may be missing if storing it was interrupted. */
export async function readRecord(store: PictureStorage, key: string): Promise<PictureRecord | null> {
  const file = await store.get(recordName(key));
  if (!file) return null;
  const record = (await new Response(file.stream).json()) as PictureRecord;
  // Older records have none of these.
  return { ...record, colours: record.colours ?? [], avif: record.avif ?? false, turn: record.turn ?? 0 };
}

/** What the database stores of it. */
export const storedPicture = ({ turn: _turn, ...picture }: PictureRecord): StoredPicture => picture;
