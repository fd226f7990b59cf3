import { PICTURE_WIDTHS } from '#lib/domain/pictures/picture.ts';
import { derivativeName, originalName, recordName } from './picture-names.ts';
import { readRecord } from './picture-record.ts';
import { storage } from './storage.ts';

/**
 * Removes all files of a picture that exist. The caller must ensure that no row refers to the key any more: two people
 * may have uploaded the same bytes.
 */
export async function removePicture(key: string, store = storage()): Promise<void> {
  const record = await readRecord(store, key);
  const widths = record?.widths ?? PICTURE_WIDTHS;
  for (const width of widths) {
    for (const format of ['webp', 'avif'] as const) await store.remove(derivativeName(key, width, format));
  }
  await store.remove(originalName(key));
  // Last, because the record lists the files: an interrupted removal can be repeated.
  await store.remove(recordName(key));
}
