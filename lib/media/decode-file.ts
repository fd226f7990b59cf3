import { readFile } from 'node:fs/promises';
import sharp, { type SharpOptions } from 'sharp';
import { type PictureFormat, pictureWidths, type Turn } from '#lib/domain/pictures/picture.ts';
import { masterSize, type PortraitCrop } from '#lib/domain/pictures/portrait.ts';
import { colorSource } from './color/source-color.ts';
import { type Derivative, derive, type PictureFacts } from './derive.ts';
import { deriveLogo, type LogoFiles } from './derive-logo.ts';
import { lacksPixels, withJpegEnd } from './jpeg-end.ts';
import type { PictureType } from './picture-type.ts';
import { type DecodedPortrait, derivePortrait } from './portrait/derive-portrait.ts';
import { asStillAvif } from './still-avif.ts';
import { toUprightRaster } from './upright-raster.ts';

export interface DecodeRequest {
  file: string;
  type: PictureType;
  maxPixels: number;
  /** Memory limit of this process, bytes. */
  maxMemory: number;
  /** Clockwise, after it is upright. */
  turn?: Turn;
  /** In each width these formats are created, except the files that exist already. */
  formats: PictureFormat[];
  existing: { format: PictureFormat; width: number }[];
  /** Makes the files of a shop's logo instead. */
  isLogo?: boolean;
  /** One of os.constants.priority: below web pages, or below everything. */
  priority: number;
  /** Makes a portrait instead: this part of the picture, and the whole. */
  portrait?: PortraitCrop;
}

export type DecodedPicture = PictureFacts & {
  /** Pixels of the upright original. */
  width: number;
  height: number;
  /** All widths it is stored in, ascending. */
  widths: number[];
  /** The files that were created. */
  derivatives: Derivative[];
};

export type DecodeResult =
  | { outcome: 'decoded'; picture: DecodedPicture }
  | { outcome: 'logo'; logo: LogoFiles }
  | { outcome: 'portrait'; portrait: DecodedPortrait }
  | { outcome: 'refused'; code: 'unreadable' | 'too-many-pixels' | 'too-small'; detail: string };

const SHARP_FORMATS: Record<PictureType, string> = { jpeg: 'jpeg', png: 'png', webp: 'webp', avif: 'heif' };

/** Decodes one picture and makes its files, in this process: lib/media/decode-process.ts gives it one of its own. */
export async function decodeFile(request: DecodeRequest): Promise<DecodeResult> {
  const { type, maxPixels } = request;
  const { bytes, hadEnd } = await readPicture(request.file, type);
  // Only the first frame of an animation is read, because `pages` is 1 by default.
  const options: SharpOptions = { failOn: 'error', limitInputPixels: false, sequentialRead: true };
  const metadata = await sharp(bytes, options).metadata();
  const { format, compression, autoOrient, isProgressive } = metadata;
  if (format !== SHARP_FORMATS[type] || (type === 'avif' && compression !== 'av1')) {
    return { outcome: 'refused', code: 'unreadable', detail: `${format} inside a file that began as ${type}` };
  }
  const turn = request.turn ?? 0;
  const { width, height } = turned(autoOrient, turn);
  const widths = pictureWidths(width, height);
  const master = request.portrait && masterSize({ width, height });
  if (master === null) return { outcome: 'refused', code: 'too-small', detail: `${width} × ${height} pixels` };
  const widest = master?.width ?? widths.at(-1);
  if (width * height > maxPixels || widest === undefined) {
    return { outcome: 'refused', code: 'too-many-pixels', detail: `${width} × ${height} pixels` };
  }
  if (request.isLogo) {
    if (type === 'jpeg' && !hadEnd && (isProgressive || (await lacksPixels(bytes, maxPixels))))
      return { outcome: 'refused', code: 'unreadable', detail: 'a JPEG that ends early' };
    const open = () =>
      sharp(bytes, { ...options, limitInputPixels: maxPixels })
        .autoOrient()
        .toColourspace('srgb');
    return { outcome: 'logo', logo: await deriveLogo(open) };
  }
  const missing = widths
    .flatMap((step) => request.formats.map((target) => ({ format: target, width: step })))
    .filter((file) => !request.existing.some((other) => other.format === file.format && other.width === file.width));
  const color = colorSource(type, bytes, metadata);
  const source = { bytes, metadata, color, options: { ...options, limitInputPixels: maxPixels } };
  // Decoded once, at the largest width; smaller files are scaled down from those pixels.
  const decodeAll = (failOn: SharpOptions['failOn']) =>
    toUprightRaster({ ...source, options: { ...source.options, failOn } }, widest, turn);
  const largest = await decodeAll(type === 'jpeg' ? 'warning' : 'error').catch(async (error) => {
    // The decoder fills what a JPEG lacks with grey, and only warns. It warns of much that is harmless too.
    const isCut = !hadEnd && isProgressive;
    if (type !== 'jpeg' || isCut || (await lacksPixels(bytes, maxPixels))) throw error;
    return decodeAll('error');
  });
  if (request.portrait) return { outcome: 'portrait', portrait: await derivePortrait(largest, request.portrait) };
  return { outcome: 'decoded', picture: { width, height, widths, ...(await derive(largest, missing)) } };
}

/** The size in pixels after a turn. */
const turned = ({ width, height }: { width: number; height: number }, turn: Turn) =>
  turn % 180 === 0 ? { width, height } : { width: height, height: width };

/** The file's bytes as its decoder accepts them. */
async function readPicture(path: string, type: PictureType): Promise<{ bytes: Buffer; hadEnd: boolean }> {
  const file = await readFile(path);
  if (type === 'jpeg') return withJpegEnd(file);
  return { bytes: type === 'avif' ? asStillAvif(file) : file, hadEnd: true };
}
