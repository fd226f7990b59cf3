/** Widths in pixels that a picture is stored in, up to its own width. */
export const PICTURE_WIDTHS: readonly number[] = [320, 480, 720, 960, 1280, 1920, 2560];

/** Bytes. */
export const MAX_PICTURE_BYTES = 25 * 1024 * 1024;
export const MAX_PICTURE_PIXELS = 40_000_000;
export const MAX_PICTURES_PER_POST = 8;

/** MIME types, for the `accept` of a file input. */
export const ACCEPTED_PICTURE_TYPES: readonly string[] = ['image/jpeg', 'image/png', 'image/webp', 'image/avif'];

/** The accepted pictures, as the end of a sentence. */
export const ACCEPTED_PICTURES = 'JPEG, PNG, WebP or AVIF, up to 25 MB and 40 megapixels';

/** How far a picture is turned clockwise from how its file is, upright: degrees. */
export type Turn = 0 | 90 | 180 | 270;
const TURNS: Readonly<Record<Turn, Turn>> = { 0: 90, 90: 180, 180: 270, 270: 0 };

/** A quarter further, clockwise. */
export const turnedFurther = (turn: Turn): Turn => TURNS[turn];

/** Every picture is stored as WebP; the worker adds AVIF later. */
export type PictureFormat = 'webp' | 'avif';

/** The longest side that WebP allows, in pixels; AVIF allows one more. */
const MAX_SIDE = 16_383;
const WIDEST = 2560;

/**
 * The widths, ascending, in which a picture of `width` × `height` pixels is stored: its own width, at most 2560, and
 * every smaller one of PICTURE_WIDTHS. Nothing is enlarged. The width of a very tall picture is limited so that its
 * height fits into a WebP; the result is empty if it is more than 16,383 times as tall as wide.
 */
export function pictureWidths(width: number, height: number): number[] {
  const widest = Math.min(width, WIDEST, Math.floor((MAX_SIDE * width) / height));
  return widest < 1 ? [] : [...PICTURE_WIDTHS.filter((step) => step < widest), widest];
}

/** The URL of one stored width; `key` is the picture's, `width` one of its `widths`. */
export function pictureUrl(key: string, width: number, format: PictureFormat = 'webp'): string {
  return `/media/${key}-${width}.${format}`;
}

/**
 * The value of `srcset`: stored widths with their `w` descriptors.
 * @param upTo pixels; the list ends with the first width that is at least this.
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
