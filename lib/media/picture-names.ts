import type { PictureFormat } from '#lib/domain/pictures/picture.ts';

const PUBLIC_NAME = /^[0-9a-f]{64}-[1-9]\d{0,3}\.(webp|avif)$/;

/** The private original of a picture; `key` is the sha256 of its bytes in hex. */
export function originalName(key: string): string {
  return key;
}

/** The private note of a picture's measures, which lets the same bytes come again without any work. */
export function recordName(key: string): string {
  return `${key}.json`;
}

/** The public file of a picture in one width, in pixels. */
export function derivativeName(key: string, width: number, format: PictureFormat = 'webp'): string {
  return `${key}-${width}.${format}`;
}

/** The format of a name that may be served to anyone, which only a derivative's may; else null. */
export function publicFormat(name: string): PictureFormat | null {
  const format = PUBLIC_NAME.exec(name)?.[1];
  return format === 'webp' || format === 'avif' ? format : null;
}

/** @throws {RangeError} when the name is none of the above, so that no path can be smuggled in. */
export function assertStoredName(name: string): void {
  if (!publicFormat(name) && !/^[0-9a-f]{64}(\.json)?$/.test(name)) {
    throw new RangeError(`not the name of a stored picture: ${JSON.stringify(name)}`);
  }
}
