/** Widths in pixels that a picture is kept in, as far as its own width reaches. */
export const PICTURE_WIDTHS: readonly number[] = [320, 640, 960, 1280, 1920];

/** Bytes. */
export const MAX_PICTURE_BYTES = 25 * 1024 * 1024;
export const MAX_PICTURE_PIXELS = 40_000_000;
export const MAX_PICTURES_PER_POST = 8;

/** MIME types, for the `accept` of a file input. */
export const ACCEPTED_PICTURE_TYPES: readonly string[] = ['image/jpeg', 'image/png', 'image/webp', 'image/avif'];

/** What is accepted, in words that can end a sentence. */
export const ACCEPTED_PICTURES = 'JPEG, PNG, WebP or AVIF, up to 25 MB and 40 megapixels';

/** The longest side that the WebP format can hold, in pixels. */
const MAX_WEBP_SIDE = 16_383;

/**
 * The widths, ascending, in which a picture of `width` × `height` pixels is kept: its own width up to
 * 1920, and every smaller step of PICTURE_WIDTHS. Nothing is enlarged, and the last one shows all that
 * the original holds up to 1920. A very tall picture ends where its height still fits into a WebP;
 * none is left when it is more than 16,383 times as tall as wide.
 */
export function pictureWidths(width: number, height: number): number[] {
  const widest = Math.min(width, 1920, Math.floor((MAX_WEBP_SIDE * width) / height));
  return widest < 1 ? [] : [...PICTURE_WIDTHS.filter((step) => step < widest), widest];
}

/** The address of one stored width; `key` is the picture's, `width` one of its `widths`. */
export function pictureUrl(key: string, width: number): string {
  return `/media/${key}-${width}.webp`;
}

/** The value for `srcset`: every stored width with its `w` descriptor. */
export function pictureSrcSet(picture: { key: string; widths: readonly number[] }): string {
  return picture.widths.map((width) => `${pictureUrl(picture.key, width)} ${width}w`).join(', ');
}
