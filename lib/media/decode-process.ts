import os from 'node:os';
import { MAX_PICTURE_PIXELS, type PictureFormat, type Turn } from '#lib/domain/pictures/picture.ts';
import type { PortraitCrop } from '#lib/domain/pictures/portrait.ts';
import { logger } from '#lib/logger.ts';
import type { DecodedPicture, DecodeRequest, DecodeResult } from './decode-file.ts';
import type { LogoFiles } from './derive-logo.ts';
import { PictureError } from './picture-error.ts';
import type { PictureType } from './picture-type.ts';
import type { DecodedPortrait } from './portrait/derive-portrait.ts';
import { startMediaProcess } from './start-process.ts';

export interface DecodeLimits {
  maxPixels: number;
  /** Memory of the decoding process, bytes. */
  maxMemory: number;
  timeoutMs: number;
  /** One of os.constants.priority. */
  priority: number;
}

export interface DecodeJob {
  file: string;
  type: PictureType;
  /** Clockwise, after it is upright. */
  turn?: Turn;
  /** In each width these formats are created, except the files that exist already. */
  formats: PictureFormat[];
  existing?: { format: PictureFormat; width: number }[];
  limits?: Partial<DecodeLimits>;
  stop?: AbortSignal;
}

const defaults: DecodeLimits = {
  maxPixels: MAX_PICTURE_PIXELS,
  maxMemory: 1024 ** 3,
  timeoutMs: 30_000,
  priority: os.constants.priority.PRIORITY_BELOW_NORMAL,
};

/**
 * Decodes one picture in a child process and creates its files. The caller limits how many run at once.
 * The child is always killed after its result or the timeout, and the promise settles only when it has ended. If this
 * process dies first, the child sees the channel close and ends itself.
 * @throws {PictureError} unreadable, too-many-pixels, too-slow; the reason of `stop` if it was aborted
 */
export async function decodePicture({ formats, existing = [], ...job }: DecodeJob): Promise<DecodedPicture> {
  const result = await decode({ ...job, formats, existing });
  if (result.outcome !== 'decoded') throw new Error(`the decoding process made a ${result.outcome}, no picture`);
  return result.picture;
}

/** The same for the files of a shop's logo. */
export async function decodeLogo(job: Pick<DecodeJob, 'file' | 'type'>): Promise<LogoFiles> {
  const result = await decode({ ...job, formats: [], existing: [], isLogo: true });
  if (result.outcome !== 'logo') throw new Error(`the decoding process made a ${result.outcome}, no logo`);
  return result.logo;
}

export type PortraitJob = Pick<DecodeJob, 'file' | 'type' | 'limits'> & { crop: PortraitCrop };

/** The same for a portrait. @throws {PictureError} too-small as well */
export async function decodePortrait({ crop, ...job }: PortraitJob): Promise<DecodedPortrait> {
  const result = await decode({ ...job, formats: [], existing: [], portrait: crop });
  if (result.outcome !== 'portrait') throw new Error(`the decoding process made a ${result.outcome}, no portrait`);
  return result.portrait;
}

type Job = Omit<DecodeRequest, keyof DecodeLimits> & Pick<DecodeJob, 'limits' | 'stop'>;
type Decoded = Exclude<DecodeResult, { outcome: 'refused' }>;

function decode({ limits = {}, stop, ...job }: Job): Promise<Decoded> {
  const { timeoutMs, ...rest } = { ...defaults, ...limits };
  const request: DecodeRequest = { ...job, ...rest };
  return new Promise((resolve, reject) => {
    if (stop?.aborted) return reject(stop.reason);
    const child = startMediaProcess('decode-worker.ts', 256);
    let result: DecodeResult | undefined;
    let isTimedOut = false;
    let errorOutput = '';
    const kill = () => void child.kill('SIGKILL');
    const timer = setTimeout(() => {
      isTimedOut = true;
      kill();
    }, timeoutMs);
    stop?.addEventListener('abort', kill);
    const finish = () => {
      clearTimeout(timer);
      stop?.removeEventListener('abort', kill);
    };
    child.stderr?.on('data', (text) => {
      errorOutput = `${errorOutput}${text}`.slice(-2_000);
    });
    child.once('message', (message: DecodeResult) => {
      result = message;
      kill();
    });
    child.once('error', (error) => {
      finish();
      reject(error);
    });
    child.once('close', (exitCode, signal) => {
      finish();
      if (result && result.outcome !== 'refused') return resolve(result);
      if (result) logger().info({ type: job.type, detail: result.detail }, 'a picture was refused');
      if (result) return reject(new PictureError(result.code));
      if (isTimedOut) return reject(new PictureError('too-slow'));
      if (stop?.aborted) return reject(stop.reason);
      const cause = new Error(`the decoding process ended with ${signal ?? exitCode}: ${errorOutput}`);
      // A signal means that the decoder crashed on this picture, an exit code that it did not start.
      reject(signal ? new PictureError('unreadable', { cause }) : cause);
    });
    // The error of the write is ignored: 'close' reports a child that died early.
    child.send(request, () => undefined);
  });
}
