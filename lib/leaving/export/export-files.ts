import { createWriteStream } from 'node:fs';
import { chmod, mkdir, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { env } from '#lib/env.ts';
import { lazyStream } from '#lib/media/lazy-stream.ts';

/** What PostgreSQL, Redis and the logs still need if they share the disk. */
const MIN_FREE_BYTES = 512 * 1024 * 1024;
const NAME = /^[0-9a-f-]{36}_[0-9a-f-]{36}\.zip$/;

/** Beside the folder of pictures, on the disk that web processes and workers share. */
const folder = () => path.resolve(/* turbopackIgnore: true */ env().DATA_DIR, 'exports');

const pathOf = (name: string): string => {
  if (!NAME.test(name)) throw new RangeError(`not the name of an export: ${JSON.stringify(name)}`);
  return path.join(folder(), name);
};

/** Two attempts at one export never write the same file. */
export const exportFileName = (exportId: string, lease: string): string => `${exportId}_${lease}.zip`;

/** Whether there is room for a file of about this size. */
export async function hasRoomFor(bytes: number): Promise<boolean> {
  await mkdir(folder(), { recursive: true, mode: 0o700 });
  const { bavail, bsize } = await statfs(folder());
  return bavail * bsize >= bytes + MIN_FREE_BYTES;
}

/**
 * Writes a file that only this user can read, and flushes it before it gets its name: after a crash there is the whole file or
 * none.
 * @returns its size.
 */
export async function writeExportFile(name: string, write: (to: Writable) => Promise<void>): Promise<number> {
  const file = pathOf(name);
  const partial = `${file}.partial`;
  await mkdir(folder(), { recursive: true, mode: 0o700 });
  await chmod(folder(), 0o700);
  try {
    await write(createWriteStream(partial, { flags: 'wx', mode: 0o600, flush: true }));
    await rename(partial, file);
    return (await stat(file)).size;
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

/** The file, which is opened when it is read; null if it is gone. */
export async function openExportFile(name: string): Promise<ReadableStream<Uint8Array<ArrayBuffer>> | null> {
  const found = await stat(pathOf(name)).catch(() => null);
  return found && lazyStream(pathOf(name));
}

export async function removeExportFile(name: string): Promise<void> {
  await rm(pathOf(name), { force: true });
}

/** Files that have not been written to for so long, whole or partial. @param olderThanMs milliseconds */
export async function listIdleExportFiles(olderThanMs: number): Promise<string[]> {
  const names = await readdir(folder()).catch(() => []);
  const idle: string[] = [];
  for (const name of names) {
    const found = await stat(path.join(folder(), name)).catch(() => null);
    if (found && Date.now() - found.mtimeMs > olderThanMs) idle.push(name);
  }
  return idle;
}

/** A file of this folder by the name that `listIdleExportFiles` gave. */
export async function removeListedFile(name: string): Promise<void> {
  await rm(path.join(folder(), path.basename(name)), { force: true });
}
