import sharp, { type OutputInfo, type Sharp } from 'sharp';
import type { Color } from '#lib/domain/pictures/colors.ts';
import { dominantColors } from '#lib/domain/pictures/dominant-colors.ts';
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

/** Measured to be of equal visual quality: docs/decisions/0012-pictures.md. */
const WEBP = { quality: 80, effort: 4 } as const;
const AVIF = { quality: 50, effort: 3, chromaSubsampling: '4:4:4' } as const;

/** The longer side, in pixels, of the scaled-down picture from which dominant colours are computed. */
const COLOR_SAMPLE_SIZE = 96;

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

export function from({ data, info: { width, height, channels } }: Raster): Sharp {
  return sharp(data, { raw: { width, height, channels }, limitInputPixels: false });
}
