// The program that lib/media/decode-process.ts starts for one picture. Decoders are where hostile
// files strike: they run here, without the settings and secrets of the shop, and may be killed.
import os from 'node:os';
import sharp, { type OutputInfo, type Sharp, type SharpOptions } from 'sharp';
import { pictureWidths } from '#lib/domain/picture.ts';
import type { PictureType } from '#lib/media/picture-type.ts';

export interface DecodeRequest {
  bytes: Uint8Array;
  type: PictureType;
  maxPixels: number;
  /** Bytes of memory this process may take up. */
  maxMemory: number;
}

export interface DecodedPicture {
  /** Pixels of the upright original. */
  width: number;
  height: number;
  /** data: URI of a tiny WebP. */
  placeholder: string;
  /** WebP files, by ascending width in pixels. */
  derivatives: { width: number; bytes: Uint8Array }[];
}

export type DecodeAnswer =
  | { outcome: 'decoded'; picture: DecodedPicture }
  | { outcome: 'refused'; code: 'unreadable' | 'too-many-pixels'; detail: string };

interface Raster {
  data: Buffer;
  info: OutputInfo;
}

const PLACEHOLDER_SIDE = 16;
const MEMORY_CHECK_MS = 50;
const formats: Record<PictureType, string> = { jpeg: 'jpeg', png: 'png', webp: 'webp', avif: 'heif' };

process.once('message', (request: DecodeRequest) => void answer(request));
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);
sharp.cache(false);
sharp.concurrency(1);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp', 'VipsForeignLoadHeif'],
});

async function answer(request: DecodeRequest): Promise<void> {
  watchMemory(request.maxMemory);
  try {
    send(await decode(request));
  } catch (error) {
    send({ outcome: 'refused', code: 'unreadable', detail: error instanceof Error ? error.message : String(error) });
  }
}

function send(message: DecodeAnswer): void {
  process.send?.(message);
}

/** Node's own heap limit does not count what libvips takes, and the system's limits differ by system. */
function watchMemory(maxMemory: number): void {
  setInterval(() => {
    if (process.memoryUsage.rss() <= maxMemory) return;
    send({ outcome: 'refused', code: 'too-many-pixels', detail: `more than ${maxMemory} bytes of memory` });
  }, MEMORY_CHECK_MS);
}

async function decode({ bytes, type, maxPixels }: DecodeRequest): Promise<DecodeAnswer> {
  // Of an animation the first frame is read: `pages` stays 1.
  const options: SharpOptions = { failOn: 'error', limitInputPixels: false, sequentialRead: true };
  const { format, compression, autoOrient } = await sharp(bytes, options).metadata();
  if (format !== formats[type] || (type === 'avif' && compression !== 'av1')) {
    return { outcome: 'refused', code: 'unreadable', detail: `${format} inside a file that began as ${type}` };
  }
  const { width, height } = autoOrient;
  const widths = pictureWidths(width, height);
  const widest = widths.at(-1);
  if (width * height > maxPixels || widest === undefined) {
    return { outcome: 'refused', code: 'too-many-pixels', detail: `${width} × ${height} pixels` };
  }
  // Decoded once, into the largest size; each smaller one is made from those pixels. Without
  // keepMetadata no EXIF, GPS position, XMP or colour profile goes along; the profile is applied.
  const largest = await sharp(bytes, { ...options, limitInputPixels: maxPixels })
    .autoOrient()
    .toColourspace('srgb')
    .resize({ width: widest })
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const derivatives = [];
  for (const step of widths) {
    derivatives.push({ width: step, bytes: await resized(largest, step).webp({ quality: 80, effort: 4 }).toBuffer() });
  }
  return { outcome: 'decoded', picture: { width, height, placeholder: await placeholderOf(largest), derivatives } };
}

function resized({ data, info }: Raster, width: number, height?: number): Sharp {
  const { channels } = info;
  return sharp(data, { raw: { width: info.width, height: info.height, channels }, limitInputPixels: false }).resize({
    width,
    ...(height === undefined ? {} : { height, fit: 'inside' as const }),
  });
}

async function placeholderOf(largest: Raster): Promise<string> {
  const tiny = await resized(largest, PLACEHOLDER_SIDE, PLACEHOLDER_SIDE).webp({ quality: 40, effort: 6 }).toBuffer();
  return `data:image/webp;base64,${tiny.toString('base64')}`;
}
