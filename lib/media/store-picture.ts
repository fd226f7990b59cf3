import { type DecodeLimits, decodePicture } from './decode-process.ts';
import type { InTurn } from './fair-queue.ts';
import { type Incoming, withIncoming } from './incoming.ts';
import { PictureError } from './picture-error.ts';
import { derivativeName, originalName } from './picture-names.ts';
import { readRecord, type StoredPicture, writeRecord } from './picture-record.ts';
import type { PictureStorage } from './picture-storage.ts';
import type { PictureType } from './picture-type.ts';
import { storage } from './storage.ts';
import { uploadQueue } from './upload-queue.ts';

export type { StoredPicture };

interface Options {
  /** Where to keep it, instead of the configured storage. */
  store?: PictureStorage;
  limits?: Partial<DecodeLimits>;
  /** Whose picture it is: those who send take turns. */
  owner?: string;
  /** How long it may take to arrive, milliseconds. */
  receive?: number;
}

type Body = ReadableStream<Uint8Array> | Uint8Array;

// Next loads this module once per bundle.
const shared = globalThis as typeof globalThis & { makeYourSpaceStoring?: Map<string, Promise<StoredPicture>> };
shared.makeYourSpaceStoring ??= new Map();
const underway = shared.makeYourSpaceStoring;

/**
 * Checks, decodes and keeps one picture (a JPEG, PNG, WebP or AVIF file): the original privately, and WebP files
 * in the widths of `pictureWidths`; the worker adds AVIF. Of an animation the first frame is kept. It waits on the
 * disk until it is its owner's turn. The same bytes again cost a look at the files.
 * @throws {PictureError} when the person has to choose another picture, or to come again
 */
export async function storePicture(body: Body, options: Options = {}): Promise<StoredPicture> {
  const { owner = '', receive } = options;
  const stream = body instanceof Uint8Array ? streamOf(body) : body;
  return uploadQueue().enter(owner, (inTurn) =>
    withIncoming(stream, (incoming) => storeOnce(incoming, inTurn, options), receive),
  );
}

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      if (bytes.byteLength > 0) controller.enqueue(bytes);
      controller.close();
    },
  });
}

function storeOnce({ file, key, type }: Incoming, inTurn: InTurn, { store = storage(), limits }: Options) {
  if (!type) throw new PictureError('not-a-picture');
  const same = underway.get(key);
  if (same) return same;
  const making = make(store, { file, key, type }, inTurn, limits).finally(() => underway.delete(key));
  underway.set(key, making);
  return making;
}

async function make(
  store: PictureStorage,
  { file, key, type }: { file: string; key: string; type: PictureType },
  inTurn: InTurn,
  limits: Partial<DecodeLimits> = {},
): Promise<StoredPicture> {
  const known = await readRecord(store, key);
  if (known && (await isWhole(store, known))) return known;
  return inTurn(async () => {
    const { derivatives, ...facts } = await decodePicture({ file, type, formats: ['webp'], limits });
    const picture = { key, ...facts, avif: false };
    // First the record, so that whatever gets written can be found and removed again.
    await writeRecord(store, picture);
    await store.putFile(originalName(key), file);
    for (const { width, format, bytes } of derivatives) await store.put(derivativeName(key, width, format), bytes);
    return picture;
  });
}

async function isWhole(store: PictureStorage, { key, widths, avif, colours }: StoredPicture): Promise<boolean> {
  if (colours.length === 0) return false;
  const formats = avif ? (['webp', 'avif'] as const) : (['webp'] as const);
  const names = formats.flatMap((format) => widths.map((width) => derivativeName(key, width, format)));
  return (await Promise.all([originalName(key), ...names].map((name) => store.has(name)))).every(Boolean);
}
