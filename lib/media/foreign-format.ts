import { boxesIn } from './color/boxes.ts';

/** Brands of pictures that are coded with HEVC: ISO 23008-12, annex B. */
const HEIC_BRANDS = ['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'hevm', 'hevs'];
/** Brands of any such picture, whatever its codec; devices use them for HEVC. */
const HEIF_BRANDS = ['mif1', 'msf1', 'mif2'];

const SIGNATURES: readonly [start: string, name: string][] = [
  ['GIF8', 'GIF'],
  ['II*\0', 'TIFF or raw'],
  ['MM\0*', 'TIFF or raw'],
  ['BM', 'BMP'],
  ['%PDF', 'PDF'],
  ['8BPS', 'Photoshop'],
  ['\xff\x0a', 'JPEG XL'],
  ['\0\0\0\x0cJXL ', 'JPEG XL'],
  ['\0\0\0\x0cjP  ', 'JPEG 2000'],
];

/**
 * The name of a known format that is not accepted, by a file's first bytes; null for everything else.
 * @param head that of a file for which `pictureType` returns null
 */
export function foreignFormat(head: Buffer): string | null {
  const text = head.toString('latin1');
  if (/<svg[\s>]/i.test(text)) return 'SVG';
  return SIGNATURES.find(([start]) => text.startsWith(start))?.[1] ?? heicName(head);
}

function heicName(head: Buffer): string | null {
  const [first] = boxesIn(head);
  if (first?.type !== 'ftyp') return null;
  const brands = first.data.toString('latin1').match(/.{4}/gs) ?? [];
  return brands.some((brand) => HEIC_BRANDS.includes(brand) || HEIF_BRANDS.includes(brand)) ? 'HEIC' : null;
}
