// The program that lib/media/decode-process.ts starts for one picture. Decoders are where hostile
// files strike: they run here, without the settings and secrets of the shop, and may be killed.
import os from 'node:os';
import sharp, { type SharpOptions } from 'sharp';
import { type PictureFormat, pictureWidths } from '#lib/domain/pictures/picture.ts';
import { type Derivative, derive, type PictureFacts, toUprightRaster } from './derive.ts';
import type { PictureType } from './picture-type.ts';

export interface DecodeRequest {
  file: string;
  type: PictureType;
  maxPixels: number;
  /** Bytes of memory this process may take up. */
  maxMemory: number;
  /** Which files are made: of each width those formats that are not among `have`. */
  formats: PictureFormat[];
  have: { format: PictureFormat; width: number }[];
  /** Of os.constants.priority: behind web pages, or behind everything. */
  priority: number;
}

export type DecodedPicture = PictureFacts & {
  /** Pixels of the upright original. */
  width: number;
  height: number;
  /** All widths it is kept in, ascending. */
  widths: number[];
  /** The files that were made. */
  derivatives: Derivative[];
};

export type DecodeAnswer =
  | { outcome: 'decoded'; picture: DecodedPicture }
  | { outcome: 'refused'; code: 'unreadable' | 'too-many-pixels'; detail: string };

const MEMORY_CHECK_MS = 50;
const formats: Record<PictureType, string> = { jpeg: 'jpeg', png: 'png', webp: 'webp', avif: 'heif' };

process.once('message', (request: DecodeRequest) => void answer(request));
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
sharp.cache(false);
sharp.concurrency(1);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp', 'VipsForeignLoadHeif'],
});

async function answer(request: DecodeRequest): Promise<void> {
  os.setPriority(request.priority);
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

async function decode(request: DecodeRequest): Promise<DecodeAnswer> {
  const { file, type, maxPixels } = request;
  // Of an animation the first frame is read: `pages` stays 1.
  const options: SharpOptions = { failOn: 'error', limitInputPixels: false, sequentialRead: true };
  const { format, compression, autoOrient, hasProfile } = await sharp(file, options).metadata();
  if (format !== formats[type] || (type === 'avif' && compression !== 'av1')) {
    return { outcome: 'refused', code: 'unreadable', detail: `${format} inside a file that began as ${type}` };
  }
  const { width, height } = autoOrient;
  const widths = pictureWidths(width, height);
  const widest = widths.at(-1);
  if (width * height > maxPixels || widest === undefined) {
    return { outcome: 'refused', code: 'too-many-pixels', detail: `${width} × ${height} pixels` };
  }
  const wanted = widths.flatMap((one) => request.formats.map((wish) => ({ format: wish, width: one })));
  const missing = wanted.filter(
    (one) => !request.have.some((had) => had.format === one.format && had.width === one.width),
  );
  // Decoded once, into the largest size; each smaller one is made from those pixels.
  const largest = await toUprightRaster(sharp(file, { ...options, limitInputPixels: maxPixels }), {
    width: widest,
    hasProfile,
  });
  return { outcome: 'decoded', picture: { width, height, widths, ...(await derive(largest, missing)) } };
}
