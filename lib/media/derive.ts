import sharp, { type OutputInfo, type Sharp } from 'sharp';
import type { Color } from '#lib/domain/pictures/colors.ts';
import { dominantColors } from '#lib/domain/pictures/dominant-colors.ts';
import { toOklch } from '#lib/domain/pictures/oklch.ts';
import type { PictureFormat } from '#lib/domain/pictures/picture.ts';
import { PLACEHOLDER_GRID, placeholderOf } from '#lib/domain/pictures/placeholder.ts';

/** Pixels in sRGB, 8 bits each of red, green and blue. */
export interface Raster {
  data: Buffer;
  info: OutputInfo;
}

export interface Derivative {
  format: PictureFormat;
  /** Pixels. */
  width: number;
  bytes: Uint8Array;
}

export interface PictureFacts {
  /** See lib/domain/pictures/placeholder.ts. */
  placeholder: string;
  colours: Color[];
}

interface UprightOptions {
  /** Width of the raster, pixels. */
  width: number;
  /** Whether the file has a colour profile. */
  hasProfile: boolean;
}

/** Measured to be of equal visual quality: docs/decisions/0012-pictures.md. */
const WEBP = { quality: 80, effort: 4 } as const;
const AVIF = { quality: 50, effort: 3, chromaSubsampling: '4:4:4' } as const;

/** The longer side, in pixels, of the scaled-down picture from which dominant colours are computed. */
const COLOR_SAMPLE_SIZE = 96;
const WHITE = { r: 255, g: 255, b: 255 };
const NEAR_BLACK = { r: 27, g: 26, b: 24 };
/** OKLCH lightness above which a drawing on a transparent background would be invisible on white. */
const LIGHT = 0.9;

/**
 * The picture in upright orientation, `width` pixels wide, converted to sRGB by its own profile, without metadata.
 * Transparent areas become white like paper, so that the page's colour does not show through; behind a drawing that is
 * itself white they become nearly black.
 */
export async function toUprightRaster(picture: Sharp, { width, hasProfile }: UprightOptions): Promise<Raster> {
  const upright = picture.autoOrient().toColourspace('srgb').resize({ width });
  // With sharp 0.35.5, 16-bit values are wrong without this if there is a profile, and with it if there is none.
  const raster = await (hasProfile ? upright.withIccProfile('srgb', { attach: false }) : upright)
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { channels } = raster.info;
  if (channels === 3) return raster;
  if (channels === 1) return from(raster).toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  const paper = isLightDrawing(raster) ? NEAR_BLACK : WHITE;
  const rgb = channels === 2 ? from(raster).toColourspace('srgb') : from(raster);
  return rgb.flatten({ background: paper }).raw().toBuffer({ resolveWithObject: true });
}

/** Creates the wanted files and computes the placeholder and the dominant colours. */
export async function derive(
  largest: Raster,
  wanted: { format: PictureFormat; width: number }[],
): Promise<PictureFacts & { derivatives: Derivative[] }> {
  const derivatives: Derivative[] = [];
  for (const { format, width } of wanted) {
    const sized = from(largest).resize({ width });
    const file = format === 'webp' ? sized.webp(WEBP) : sized.avif(AVIF);
    derivatives.push({ format, width, bytes: await file.toBuffer() });
  }
  return { ...(await factsOf(largest)), derivatives };
}

async function factsOf(largest: Raster): Promise<PictureFacts> {
  const small = await from(largest)
    .resize({ width: COLOR_SAMPLE_SIZE, height: COLOR_SAMPLE_SIZE, fit: 'inside' })
    .raw()
    .toBuffer();
  const { columns, rows } = PLACEHOLDER_GRID;
  const tiny = await from(largest)
    .resize({ width: columns, height: rows, fit: 'fill', kernel: 'cubic' })
    .raw()
    .toBuffer();
  return { placeholder: placeholderOf(tiny), colours: dominantColors(small) };
}

function from({ data, info: { width, height, channels } }: Raster): Sharp {
  return sharp(data, { raw: { width, height, channels }, limitInputPixels: false });
}

/** Whether parts of the picture are transparent and the rest is so light that it would be invisible on white. */
function isLightDrawing({ data, info: { channels } }: Raster): boolean {
  let covered = 0;
  let light = 0;
  for (let index = 0; index + channels <= data.length; index += channels) {
    const [first = 0, second = 0, third = 0] = data.subarray(index, index + channels);
    const alpha = (data[index + channels - 1] ?? 0) / 255;
    const { lightness } = channels === 2 ? toOklch(first, first, first) : toOklch(first, second, third);
    covered += alpha;
    light += lightness > LIGHT ? alpha : 0;
  }
  const pixels = data.length / channels;
  return covered > 0 && covered < 0.98 * pixels && light / covered > 0.95;
}
