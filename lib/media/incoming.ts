import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { MAX_PICTURE_BYTES } from '#lib/domain/pictures/picture.ts';
import { KEPT_SECONDS } from '#lib/domain/retention.ts';
import { env } from '#lib/env.ts';
import { logger } from '#lib/logger.ts';
import { foreignFormat } from './foreign-format.ts';
import { PictureError } from './picture-error.ts';
import { type PictureType, pictureType } from './picture-type.ts';

/** A completely received file, on disk while it is being processed. */
export interface Incoming {
  file: string;
  /** sha256 of its bytes, hex. */
  key: string;
  /** The type according to its first bytes, or null. */
  type: PictureType | null;
  /** Its size. */
  bytes: number;
  /** The name of a known format that is not accepted. */
  format: string | null;
}

type Body = ReadableStream<Uint8Array>;

/** How fast a body has to arrive. */
export type ReceiveLimits = {
  /** The whole body, milliseconds. */
  timeoutMs: number;
  /** From then on, milliseconds, it has to have come with `bytesPerSecond`: a slow sender occupies a place for uploads. */
  graceMs: number;
  bytesPerSecond: number;
};

/** A telephone at the edge of a network sends several times as much. */
const RECEIVE: ReceiveLimits = { timeoutMs: 120_000, graceMs: 15_000, bytesPerSecond: 4 * 1024 };
const RATE_CHECK_MS = 1_000;
/** What PostgreSQL, Redis and the logs still need if they share the disk. */
const MIN_FREE_BYTES = 512 * 1024 * 1024;
const HEAD_BYTES = 512;
/** Longer than any upload can take: older files were left behind by a killed process. */
const STALE_MS = KEPT_SECONDS.incomingFile * 1_000;

const folder = () => path.resolve(/* turbopackIgnore: true */ env().DATA_DIR, 'media', 'incoming');

/** @throws {PictureError} no-room, while the disk is nearly full */
export async function requireRoom(minFreeBytes = MIN_FREE_BYTES): Promise<void> {
  await mkdir(path.dirname(folder()), { recursive: true });
  const { bavail, bsize } = await statfs(path.dirname(folder()));
  if (bavail * bsize >= minFreeBytes) return;
  logger().error({ freeBytes: bavail * bsize }, 'a picture was refused because the disk is nearly full');
  throw new PictureError('no-room');
}

/**
 * Writes a body to a temporary file as it arrives, with one chunk in memory at a time, and removes the file after
 * `use`. Stops as soon as the body is larger than 25 MB or slower than the limits.
 * @throws {PictureError} too-large, too-slow, unreadable (the client disconnected)
 */
export async function withIncoming<T>(
  body: Body,
  use: (incoming: Incoming) => Promise<T>,
  limits: Partial<ReceiveLimits> = {},
): Promise<T> {
  // Its parents have the usual mode: nginx sends the public pictures beside it.
  await mkdir(path.dirname(folder()), { recursive: true });
  await mkdir(folder(), { recursive: true, mode: 0o700 });
  const file = path.join(folder(), randomUUID());
  try {
    return await use({ file, ...(await writeBody(body, file, { ...RECEIVE, ...limits })) });
  } finally {
    await rm(file, { force: true });
  }
}

async function writeBody(body: Body, file: string, limits: ReceiveLimits): Promise<Omit<Incoming, 'file'>> {
  const { timeoutMs, graceMs, bytesPerSecond } = limits;
  const reader = body.getReader();
  const start = performance.now();
  let size = 0;
  let isLate = false;
  const stop = () => void reader.cancel().catch(() => undefined);
  const checkTime = () => {
    const elapsed = performance.now() - start;
    isLate = elapsed >= timeoutMs || size < ((elapsed - graceMs) / 1_000) * bytesPerSecond;
    if (isLate) stop();
  };
  const timer = setInterval(checkTime, Math.min(RATE_CHECK_MS, timeoutMs));
  const handle = await open(file, 'wx', 0o600);
  try {
    const hash = createHash('sha256');
    let head = Buffer.alloc(0);
    for (;;) {
      const { done, value } = await readChunk(reader);
      // A cancelled reader returns `done` before the end of the picture.
      if (isLate) throw new PictureError('too-slow');
      if (done) {
        const type = pictureType(head);
        return { key: hash.digest('hex'), type, format: type ? null : foreignFormat(head), bytes: size };
      }
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
    clearInterval(timer);
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

/** Removes files left behind by killed processes. */
export async function removeStaleIncoming(now = Date.now()): Promise<void> {
  const names = await readdir(folder()).catch(() => []);
  for (const name of names) {
    const file = path.join(folder(), name);
    const found = await stat(file).catch(() => null);
    if (found && now - found.mtimeMs > STALE_MS) await rm(file, { force: true });
  }
}
