import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { MAX_PICTURE_BYTES } from '#lib/domain/pictures/picture.ts';
import { env } from '#lib/env.ts';
import { PictureError } from './picture-error.ts';
import { type PictureType, pictureType } from './picture-type.ts';

/** A file that has arrived whole and lies on the disk until it has been dealt with. */
export interface Incoming {
  file: string;
  /** sha256 of its bytes, hex. */
  key: string;
  /** What its first bytes say, or null. */
  type: PictureType | null;
}

type Body = ReadableStream<Uint8Array>;

const RECEIVE_MS = 120_000;
const HEAD_BYTES = 512;
/** What a process that was killed left behind is older than any upload can become. */
const STALE_MS = 60 * 60 * 1_000;

const folder = () => path.resolve(/* turbopackIgnore: true */ env().DATA_DIR, 'media', 'incoming');

/**
 * Writes a body to a file of its own as it arrives, a chunk in memory at a time, and removes the file when `use`
 * is done. Stops as soon as it is larger than 25 MB or has taken `milliseconds`.
 * @throws {PictureError} too-large, too-slow, unreadable (the sender went away)
 */
export async function withIncoming<T>(
  body: Body,
  use: (incoming: Incoming) => Promise<T>,
  milliseconds = RECEIVE_MS,
): Promise<T> {
  await mkdir(folder(), { recursive: true, mode: 0o700 });
  const file = path.join(folder(), randomUUID());
  try {
    return await use({ file, ...(await writeBody(body, file, milliseconds)) });
  } finally {
    await rm(file, { force: true });
  }
}

async function writeBody(body: Body, file: string, milliseconds: number): Promise<Omit<Incoming, 'file'>> {
  const reader = body.getReader();
  const late = AbortSignal.timeout(milliseconds);
  const stop = () => void reader.cancel().catch(() => undefined);
  late.addEventListener('abort', stop);
  const handle = await open(file, 'wx', 0o600);
  try {
    const hash = createHash('sha256');
    let head = Buffer.alloc(0);
    let size = 0;
    for (;;) {
      const { done, value } = await readChunk(reader);
      // A cancelled reader answers `done`, which is not the end of the picture.
      if (late.aborted) throw new PictureError('too-slow');
      if (done) return { key: hash.digest('hex'), type: pictureType(head) };
      size += value.byteLength;
      if (size > MAX_PICTURE_BYTES) throw new PictureError('too-large');
      if (head.length < HEAD_BYTES) head = Buffer.concat([head, value]).subarray(0, HEAD_BYTES);
      hash.update(value);
      await handle.writeFile(value);
    }
  } catch (error) {
    stop();
    throw error;
  } finally {
    late.removeEventListener('abort', stop);
    await handle.close();
  }
}

async function readChunk(reader: ReadableStreamDefaultReader<Uint8Array>) {
  try {
    return await reader.read();
  } catch (cause) {
    throw new PictureError('unreadable', { cause });
  }
}

/** Removes files that processes which were killed left behind. */
export async function removeStaleIncoming(now = Date.now()): Promise<void> {
  const names = await readdir(folder()).catch(() => []);
  for (const name of names) {
    const file = path.join(folder(), name);
    const found = await stat(file).catch(() => null);
    if (found && now - found.mtimeMs > STALE_MS) await rm(file, { force: true });
  }
}
