import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { IMPORT_LIMITS, refuseFile } from '#lib/domain/imports/import.ts';
import { env } from '#lib/env.ts';
import { requireRoom } from '#lib/media/incoming.ts';

const NAME = /^[0-9a-f-]{36}\.zip$/;

/** Beside the folder of pictures, on the disk that web processes and workers share. */
const folder = () => path.resolve(/* turbopackIgnore: true */ env().DATA_DIR, 'imports');

/** Where an import's ZIP is. */
export const zipPath = (importId: string): string => {
  const name = `${importId}.zip`;
  if (!NAME.test(name)) throw new RangeError(`not the id of an import: ${JSON.stringify(importId)}`);
  return path.join(folder(), name);
};

export type ReceivedFile = { path: string; isZip: boolean };

/**
 * Writes a file that only this user can read, as it arrives, and removes it after `use` unless that has moved it.
 * @throws {RefusedImport} for one that is too large
 * @throws {PictureError} no-room, while the disk is nearly full
 */
export async function withReceivedFile<T>(
  body: ReadableStream<Uint8Array>,
  use: (file: ReceivedFile) => Promise<T>,
): Promise<T> {
  await requireRoom();
  await mkdir(folder(), { recursive: true, mode: 0o700 });
  const file = path.join(folder(), `${randomUUID()}.partial`);
  try {
    const head = await write(body, file);
    return await use({ path: file, isZip: head.subarray(0, 2).toString('latin1') === 'PK' });
  } finally {
    await rm(file, { force: true });
  }
}

/** @returns its first bytes. */
async function write(body: ReadableStream<Uint8Array>, file: string): Promise<Buffer> {
  const handle = await open(file, 'wx', 0o600);
  let size = 0;
  let head = Buffer.alloc(0);
  try {
    for await (const chunk of body) {
      size += chunk.byteLength;
      if (size > IMPORT_LIMITS.bytes)
        throw refuseFile(`This file is larger than ${IMPORT_LIMITS.bytes / 1024 / 1024} MB. Please divide it.`);
      if (head.length < 2) head = Buffer.concat([head, chunk.subarray(0, 2)]);
      await handle.writeFile(chunk);
    }
    return head;
  } finally {
    await handle.close();
  }
}

/** The received file stays, as the ZIP of an import. */
export const keepZip = (received: string, importId: string): Promise<void> => rename(received, zipPath(importId));

export const removeZip = (importId: string): Promise<void> => rm(zipPath(importId), { force: true });

/** Files that have not been written to for so long, with the id of the import that they could belong to. */
export async function listIdleFiles(olderThanMs: number): Promise<{ path: string; importId: string | null }[]> {
  const names = await readdir(folder()).catch(() => []);
  const files = names.map((name) => ({
    path: path.join(folder(), name),
    importId: NAME.test(name) ? name.slice(0, -'.zip'.length) : null,
  }));
  const ages = await Promise.all(files.map((file) => stat(file.path).catch(() => null)));
  return files.filter((_file, index) => Date.now() - (ages[index]?.mtimeMs ?? Date.now()) > olderThanMs);
}

export const removeListedFile = (file: { path: string }): Promise<void> => rm(file.path, { force: true });
