export type PictureType = 'jpeg' | 'png' | 'webp' | 'avif';

/**
 * The type of a file according to its first bytes, or null if it is not accepted. The file name and Content-Type are
 * ignored: an SVG is decoded under any name.
 */
export function pictureType(bytes: Uint8Array): PictureType | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 512)).toString('latin1');
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (head.startsWith('RIFF') && head.startsWith('WEBPVP8', 8)) return 'webp';
  return isAvif(head) ? 'avif' : null;
}

/**
 * ISO 14496-12: size (4 bytes), 'ftyp', major brand, version (4 bytes), compatible brands. HEIC has the same box with
 * other brands. An AVIF may have the generic major brand 'mif1'.
 */
function isAvif(head: string): boolean {
  if (!head.startsWith('ftyp', 4)) return false;
  const size = Buffer.from(head.slice(0, 4), 'latin1').readUInt32BE();
  const brands = head.slice(8, Math.min(size, head.length)).match(/.{4}/gs) ?? [];
  return brands.some((brand, index) => index !== 1 && (brand === 'avif' || brand === 'avis'));
}
