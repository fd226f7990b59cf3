import { fork } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { MAX_PICTURE_PIXELS, type PictureFormat } from '#lib/domain/pictures/picture.ts';
import { logger } from '#lib/logger.ts';
import type { DecodeAnswer, DecodedPicture, DecodeRequest } from './decode-worker.ts';
import { PictureError } from './picture-error.ts';
import type { PictureType } from './picture-type.ts';

export interface DecodeLimits {
  maxPixels: number;
  /** Bytes of memory of the decoding process. */
  maxMemory: number;
  milliseconds: number;
  /** Of os.constants.priority. */
  priority: number;
}

export interface DecodeJob {
  file: string;
  type: PictureType;
  /** Which files are made: of each width those formats that are not among `have`. */
  formats: PictureFormat[];
  have?: { format: PictureFormat; width: number }[];
  limits?: Partial<DecodeLimits>;
  /** Ends it early. */
  stop?: AbortSignal;
}

const defaults: DecodeLimits = {
  maxPixels: MAX_PICTURE_PIXELS,
  maxMemory: 1024 ** 3,
  milliseconds: 30_000,
  priority: os.constants.priority.PRIORITY_BELOW_NORMAL,
};

/**
 * Decodes one picture in a process of its own and makes its files. How many run at once is the caller's matter.
 * The process is always killed, once it has answered or run out of time, and this settles only when
 * it is gone. If this process dies first, the other one sees the channel close and ends itself.
 * @throws {PictureError} unreadable, too-many-pixels, too-slow; the signal's reason when it was stopped
 */
export function decodePicture({
  file,
  type,
  formats,
  have = [],
  limits = {},
  stop,
}: DecodeJob): Promise<DecodedPicture> {
  const { milliseconds, ...request } = { ...defaults, ...limits };
  return new Promise((resolve, reject) => {
    if (stop?.aborted) return reject(stop.reason);
    const child = startWorker();
    let answer: DecodeAnswer | undefined;
    let tooSlow = false;
    let complaint = '';
    const kill = () => void child.kill('SIGKILL');
    const timer = setTimeout(() => {
      tooSlow = true;
      kill();
    }, milliseconds);
    stop?.addEventListener('abort', kill);
    const finish = () => {
      clearTimeout(timer);
      stop?.removeEventListener('abort', kill);
    };
    child.stderr?.on('data', (text) => {
      complaint = `${complaint}${text}`.slice(-2_000);
    });
    child.once('message', (message: DecodeAnswer) => {
      answer = message;
      kill();
    });
    child.once('error', (error) => {
      finish();
      reject(error);
    });
    child.once('close', (exitCode, signal) => {
      finish();
      if (answer?.outcome === 'decoded') return resolve(answer.picture);
      if (answer) logger().info({ type, detail: answer.detail }, 'a picture was refused');
      if (answer) return reject(new PictureError(answer.code));
      if (tooSlow) return reject(new PictureError('too-slow'));
      if (stop?.aborted) return reject(stop.reason);
      const cause = new Error(`the decoding process ended with ${signal ?? exitCode}: ${complaint}`);
      // A signal is a decoder that crashed on this picture; an exit code means it could not even start.
      reject(signal ? new PictureError('unreadable', { cause }) : cause);
    });
    // A child that died early is reported by 'close'; the failed write has nothing to add.
    child.send({ file, type, formats, have, ...request } satisfies DecodeRequest, () => undefined);
  });
}

/**
 * The program is found from the working folder, which is the project's for every command. Bundled
 * into Next, `import.meta.url` would name a file below .next; and a path that the bundler can read would
 * be bundled with it, sharp included. Node runs the source as it is.
 */
function startWorker() {
  const script = path.join(/* turbopackIgnore: true */ process.cwd(), 'lib/media/decode-worker.ts');
  return fork(/* turbopackIgnore: true */ script, [], {
    execArgv: ['--max-old-space-size=256', '--disable-warning=ExperimentalWarning'],
    // Nothing of ours goes along. libvips would write large rasters to files that a kill leaves behind.
    env: { NODE_ENV: 'production', VIPS_DISC_THRESHOLD: '4g' },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}
