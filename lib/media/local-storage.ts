import { randomUUID } from 'node:crypto';
import { constants, copyFile, type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { lazyStream } from './lazy-stream.ts';
import { assertStoredName, publicFormat } from './picture-names.ts';
import type { PictureStorage } from './picture-storage.ts';

/**
 * Stores files below `folder`: public/<first two characters>/<name> for those that are served, and
 * originals/<first two characters>/<name>, readable only by this user, for the rest.
 */
export function localStorage(folder: string): PictureStorage {
  const pathOf = (name: string) => {
    assertStoredName(name);
    return path.join(folder, publicFormat(name) ? 'public' : 'originals', name.slice(0, 2), name);
  };
  return {
    put: (name, bytes) => writeWhole(pathOf(name), (handle) => handle.writeFile(bytes), publicFormat(name) !== null),
    putFile: (name, from) =>
      writeWhole(pathOf(name), (_handle, to) => copyFile(from, to, constants.COPYFILE_FICLONE), false),
    get: async (name) => {
      const file = pathOf(name);
      const size = await sizeOf(file);
      return size === null ? null : { stream: lazyStream(file), size };
    },
    has: async (name) => (await sizeOf(pathOf(name))) !== null,
    remove: async (name) => rm(pathOf(name), { force: true }),
  };
}

/** Flushed before the rename, so that after a power cut there is either the complete file or none. */
async function writeWhole(
  file: string,
  write: (handle: FileHandle, partial: string) => Promise<void>,
  isPublic: boolean,
): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const partial = `${file}.${randomUUID()}.partial`;
  try {
    const handle = await open(partial, 'wx', 0o600);
    try {
      await write(handle, partial);
      // copyFile copies the permissions too.
      await handle.chmod(isPublic ? 0o644 : 0o600);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

async function sizeOf(file: string): Promise<number | null> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
