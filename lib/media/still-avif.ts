import { findBox } from './color/boxes.ts';

const MAJOR_BRAND = 8;

/**
 * An animated AVIF as a still one: libvips 8.18 refuses the brand of a sequence, although the file has its first picture
 * as a still one too.
 */
export function asStillAvif(file: Buffer): Buffer {
  if (file.toString('latin1', MAJOR_BRAND, MAJOR_BRAND + 4) === 'avif' || !findBox(file, 'meta')) return file;
  const still = Buffer.from(file);
  still.write('avif', MAJOR_BRAND, 'latin1');
  return still;
}
