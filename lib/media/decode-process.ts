import { fork } from 'node:child_process';
import path from 'node:path';
import { MAX_PICTURE_PIXELS } from '#lib/domain/picture.ts';
import { logger } from '#lib/logger.ts';
import type { DecodeAnswer, DecodedPicture, DecodeRequest } from '#lib/media/decode-worker.ts';
import { PictureError } from '#lib/media/picture-error.ts';
import type { PictureType } from '#lib/media/picture-type.ts';
import { taskQueue } from '#lib/media/task-queue.ts';

export interface DecodeLimits {
  maxPixels: number;
  /** Bytes of memory of the decoding process. */
  maxMemory: number;
  milliseconds: number;
}

const defaults: DecodeLimits = { maxPixels: MAX_PICTURE_PIXELS, maxMemory: 1024 ** 3, milliseconds: 20_000 };

const newQueue = () => taskQueue({ running: 2, waiting: 16, refuse: () => new PictureError('too-busy') });

// Next loads this module once per bundle; the limit is meant for the whole process.
const shared = globalThis as typeof globalThis & { makeYourSpaceDecoding?: ReturnType<typeof newQueue> };

/**
 * Decodes one picture in a process of its own, at most two at once, and makes its WebP files.
 * @throws {PictureError} unreadable, too-many-pixels, too-slow, too-busy
 */
export function decodePicture(bytes: Uint8Array, type: PictureType, limits: Partial<DecodeLimits> = {}) {
  shared.makeYourSpaceDecoding ??= newQueue();
  return shared.makeYourSpaceDecoding.run(() => decodeNow(bytes, type, { ...defaults, ...limits }));
}

/**
 * The process is always killed, once it has answered or run out of time, and this settles only when
 * it is gone. If this process dies first, the other one sees the channel close and ends itself.
 */
function decodeNow(bytes: Uint8Array, type: PictureType, limits: DecodeLimits): Promise<DecodedPicture> {
  return new Promise((resolve, reject) => {
    const child = startWorker();
    let answer: DecodeAnswer | undefined;
    let tooSlow = false;
    let complaint = '';
    const timer = setTimeout(() => {
      tooSlow = true;
      child.kill('SIGKILL');
    }, limits.milliseconds);
    child.stderr?.on('data', (text) => {
      complaint = `${complaint}${text}`.slice(-2_000);
    });
    child.once('message', (message: DecodeAnswer) => {
      answer = message;
      child.kill('SIGKILL');
    });
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once('close', (exitCode, signal) => {
      clearTimeout(timer);
      if (answer?.outcome === 'decoded') return resolve(answer.picture);
      if (answer) logger().info({ type, detail: answer.detail }, 'a picture was refused');
      if (answer) return reject(new PictureError(answer.code));
      if (tooSlow) return reject(new PictureError('too-slow'));
      const cause = new Error(`the decoding process ended with ${signal ?? exitCode}: ${complaint}`);
      // A signal is a decoder that crashed on this picture; an exit code means it could not even start.
      reject(signal ? new PictureError('unreadable', { cause }) : cause);
    });
    const { maxPixels, maxMemory } = limits;
    // A child that died early is reported by 'close'; the failed write has nothing to add.
    child.send({ bytes, type, maxPixels, maxMemory } satisfies DecodeRequest, () => undefined);
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
