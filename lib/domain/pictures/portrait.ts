/**
 * The square that an artist has chosen of a picture, in whole percent: its side of the picture's shorter side, and how far
 * it is from the left and from the top, of the way that it could be moved. So every choice is inside the picture.
 */
export type PortraitCrop = { x: number; y: number; size: number };

/** Pixels of the squares that are stored: for a line of text, a page's side and a page's head, on dense screens. */
export const PORTRAIT_WIDTHS = [96, 192, 384] as const;
export type PortraitWidth = (typeof PORTRAIT_WIDTHS)[number];

/** Faces are above the middle. */
export const FIRST_CROP: PortraitCrop = { x: 50, y: 25, size: 100 };

/** Percent: no smaller part of a picture is chosen. */
export const MIN_CROP_SIZE = 20;

/** Pixels of the shorter side: nobody is recognized in less. */
export const MIN_PORTRAIT_SIDE = 96;

const MAX_MASTER_SHORT = 1_200;
const MAX_MASTER_LONG = 4_800;

type Size = { width: number; height: number };

/** The size, in pixels, in which the whole picture is kept; null if it is too small, or far too long, for a portrait. */
export function masterSize({ width, height }: Size): Size | null {
  const short = Math.min(width, height);
  const scale = Math.min(1, MAX_MASTER_SHORT / short, MAX_MASTER_LONG / Math.max(width, height));
  if (short * scale < MIN_PORTRAIT_SIDE) return null;
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

/** The chosen square in pixels of a picture of this size. */
export function cropSquare({ width, height }: Size, { x, y, size }: PortraitCrop) {
  const side = Math.max(1, Math.round((Math.min(width, height) * size) / 100));
  return { left: Math.round(((width - side) * x) / 100), top: Math.round(((height - side) * y) / 100), side };
}

/**
 * The square after it was dragged, inside the picture.
 * @param by the way in parts of the picture's width and height
 */
export function moveCrop(picture: Size, crop: PortraitCrop, by: { x: number; y: number }): PortraitCrop {
  const { side } = cropSquare(picture, crop);
  const along = (from: number, way: number, length: number) => {
    const room = length - side;
    return room === 0 ? from : clampPercent(from + (way * length * 100) / room);
  };
  return { ...crop, x: along(crop.x, by.x, picture.width), y: along(crop.y, by.y, picture.height) };
}

const clampPercent = (value: number) => Math.round(Math.min(100, Math.max(0, value)));

/** The first letters of the first and the last word of a name, for a portrait that is not there; '' without letters. */
export function initialsOf(name: string): string {
  const letters = name.match(/(?<![\p{L}\p{N}\p{M}])[\p{L}\p{N}]\p{M}*/gu) ?? [];
  const first = letters[0] ?? '';
  const last = letters.length > 1 ? (letters.at(-1) ?? '') : '';
  return `${first}${last}`.toUpperCase();
}
