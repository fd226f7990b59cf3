import { createHash } from 'node:crypto';
import type { PictureFormat, Turn } from '#lib/domain/pictures/picture.ts';

const PUBLIC_NAME = /^[0-9a-f]{64}-[1-9]\d{0,3}\.(webp|avif)$/;

/** The private original; `key` is the sha256 of its bytes in hex. */
export function originalName(key: string): string {
  return key;
}

/** The key of a picture that is turned: other files, made of the same original. */
export function turnedKey(key: string, turn: Turn): string {
  return turn === 0 ? key : createHash('sha256').update(`${key} turned by ${turn}`).digest('hex');
}

/** The private record of a picture's metadata, which lets the same bytes be uploaded again without decoding. */
export function recordName(key: string): string {
  return `${key}.json`;
}

/** The public file of one width, in pixels. */
export function derivativeName(key: string, width: number, format: PictureFormat = 'webp'): string {
  return `${key}-${width}.${format}`;
}

/** The format of a derivative's name; null for other names, whose files are private. */
export function publicFormat(name: string): PictureFormat | null {
  const format = PUBLIC_NAME.exec(name)?.[1];
  return format === 'webp' || format === 'avif' ? format : null;
}

/** @throws {RangeError} for any other name, which prevents path traversal. */
export function assertStoredName(name: string): void {
  if (!publicFormat(name) && !/^[0-9a-f]{64}(\.json)?$/.test(name)) {
    throw new RangeError(`not the name of a stored picture: ${JSON.stringify(name)}`);
  }
}
