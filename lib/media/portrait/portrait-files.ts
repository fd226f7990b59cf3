import os from 'node:os';
import type { PictureFormat } from '#lib/domain/pictures/picture.ts';
import { FIRST_CROP, PORTRAIT_WIDTHS, type PortraitCrop } from '#lib/domain/pictures/portrait.ts';
import { type DecodeLimits, decodePortrait } from '../decode-process.ts';
import { requireRoom, withIncoming } from '../incoming.ts';
import { PictureError } from '../picture-error.ts';
import { derivativeName, originalName } from '../picture-names.ts';
import { storage } from '../storage.ts';
import type { DecodingBudget } from '../store-picture.ts';
import { uploadQueue } from '../upload-queue.ts';
import type { DecodedPortrait } from './derive-portrait.ts';

const FORMAT: PictureFormat = 'webp';

export type PortraitOptions = { owner: string; budget?: DecodingBudget; limits?: Partial<DecodeLimits> };

/**
 * Checks and decodes a picture as a portrait, in its owner's turn, with everything that protects the shop from pictures of
 * works. Nothing is stored yet.
 * @throws {PictureError} what `budget` throws
 */
export async function readPortrait(
  body: ReadableStream<Uint8Array>,
  crop: PortraitCrop,
  { owner, budget, limits }: PortraitOptions,
): Promise<DecodedPortrait> {
  return uploadQueue().enter(owner, async (runInTurn) => {
    await requireRoom();
    return withIncoming(body, async ({ file, type, format }) => {
      if (!type) throw new PictureError('not-a-picture', { format });
      return runInTurn(async () => {
        await budget?.check();
        const start = performance.now();
        try {
          return await decodePortrait({ file, type, crop, ...(limits && { limits }) });
        } finally {
          await budget?.spend(performance.now() - start);
        }
      });
    });
  });
}

/** Writes the files of a portrait. @param names random, 64 hex digits each; the master is only written with its name */
export async function writePortrait(
  { squares, master }: DecodedPortrait,
  names: { key: string; master: string | null },
  store = storage(),
): Promise<void> {
  if (names.master !== null) await store.put(originalName(names.master), master);
  for (const { width, bytes } of squares) await store.put(derivativeName(names.key, width, FORMAT), bytes);
}

/** Stores a portrait of the demo gallery, under these names. @returns the pixels of the whole picture */
export async function storePortrait(bytes: Buffer, names: { key: string; master: string }) {
  // The caller waits for it.
  const limits = { priority: os.getPriority() };
  const decoded = await readPortrait(new Blob([new Uint8Array(bytes)]).stream(), FIRST_CROP, { owner: 'demo', limits });
  await writePortrait(decoded, names);
  return { width: decoded.width, height: decoded.height };
}

/** The whole picture, as WebP; null if there is none. */
export function openMaster(master: string, store = storage()) {
  return store.get(originalName(master));
}

/** Removes the squares and, unless it is null, the master. Those that are gone already are skipped. */
export async function removePortraitFiles(
  names: { key: string; master: string | null },
  store = storage(),
): Promise<void> {
  for (const width of PORTRAIT_WIDTHS) await store.remove(derivativeName(names.key, width, FORMAT));
  if (names.master !== null) await store.remove(originalName(names.master));
}
