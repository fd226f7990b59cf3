import { PICTURE_WIDTHS } from '#lib/domain/pictures/picture.ts';
import { derivativeName, originalName, recordName } from './picture-names.ts';
import { readRecord } from './picture-record.ts';
import { storage } from './storage.ts';

/**
 * Removes all files of a picture; one that is not there is fine. The caller makes sure that no row
 * names the key any more: two people may have posted the same bytes.
 */
export async function removePicture(key: string, store = storage()): Promise<void> {
  const record = await readRecord(store, key);
  const widths = record?.widths ?? PICTURE_WIDTHS;
  for (const width of widths) {
    for (const format of ['webp', 'avif'] as const) await store.remove(derivativeName(key, width, format));
  }
  await store.remove(originalName(key));
  // Last, because it knows which files there are: a removal cut short can be done again.
  await store.remove(recordName(key));
}
