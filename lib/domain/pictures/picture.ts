/** Widths in pixels that a picture is kept in, as far as its own width reaches. */
export const PICTURE_WIDTHS: readonly number[] = [320, 480, 720, 960, 1280, 1920, 2560];

/** Bytes. */
export const MAX_PICTURE_BYTES = 25 * 1024 * 1024;
export const MAX_PICTURE_PIXELS = 40_000_000;
export const MAX_PICTURES_PER_POST = 8;

/** MIME types, for the `accept` of a file input. */
export const ACCEPTED_PICTURE_TYPES: readonly string[] = ['image/jpeg', 'image/png', 'image/webp', 'image/avif'];

/** What is accepted, in words that can end a sentence. */
export const ACCEPTED_PICTURES = 'JPEG, PNG, WebP or AVIF, up to 25 MB and 40 megapixels';

/** Every picture is kept as WebP; AVIF comes later, from the worker. */
export type PictureFormat = 'webp' | 'avif';

/** The longest side that the WebP format can hold, in pixels; AVIF holds one more. */
const MAX_SIDE = 16_383;
const WIDEST = 2560;

/**
 * The widths, ascending, in which a picture of `width` × `height` pixels is kept: its own width up to
 * 2560, and every smaller step of PICTURE_WIDTHS. Nothing is enlarged, and the last one shows all that
 * the original holds up to 2560. A very tall picture ends where its height still fits into a WebP;
 * none is left when it is more than 16,383 times as tall as wide.
 */
export function pictureWidths(width: number, height: number): number[] {
  const widest = Math.min(width, WIDEST, Math.floor((MAX_SIDE * width) / height));
  return widest < 1 ? [] : [...PICTURE_WIDTHS.filter((step) => step < widest), widest];
}

/** The address of one stored width; `key` is the picture's, `width` one of its `widths`. */
export function pictureUrl(key: string, width: number, format: PictureFormat = 'webp'): string {
  return `/media/${key}-${width}.${format}`;
}

/**
 * The value for `srcset`: stored widths with their `w` descriptors.
 * @param upTo no wider than the first width that reaches this; pixels.
 */
export function pictureSrcSet(
  { key, widths }: { key: string; widths: readonly number[] },
  format: PictureFormat = 'webp',
  upTo = WIDEST,
): string {
  const last = widths.findIndex((width) => width >= upTo);
  const used = last < 0 ? widths : widths.slice(0, last + 1);
  return used.map((width) => `${pictureUrl(key, width, format)} ${width}w`).join(', ');
}
