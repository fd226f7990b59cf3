import type { Turn } from '#lib/domain/pictures/picture.ts';
import type { DecodedPicture } from './decode-file.ts';
import { type DecodeJob, type DecodeLimits, decodePicture } from './decode-process.ts';
import type { RunInTurn } from './fair-queue.ts';
import { type Incoming, type ReceiveLimits, requireRoom, withIncoming } from './incoming.ts';
import { PictureError } from './picture-error.ts';
import { derivativeName, originalName, turnedKey } from './picture-names.ts';
import { readRecord, type StoredPicture, storedPicture, writeRecord } from './picture-record.ts';
import type { PictureStorage } from './picture-storage.ts';
import type { PictureType } from './picture-type.ts';
import { storage } from './storage.ts';
import { uploadQueue } from './upload-queue.ts';

export type { StoredPicture };

/** How long an owner may occupy the decoder. */
export interface DecodingBudget {
  /** @throws if nothing is left. */
  check(): Promise<void>;
  spend(milliseconds: number): Promise<void>;
}

interface Options {
  /** Called with a complete picture in its owner's turn, before it is decoded and stored. @throws to refuse it */
  admit?: (file: { key: string; bytes: number }) => Promise<void>;
  budget?: DecodingBudget;
  /** Clockwise, from how the file is. */
  turn?: Turn;
  /** Replaces the configured storage. */
  store?: PictureStorage;
  limits?: Partial<DecodeLimits>;
  /** The account that uploads; accounts take turns. */
  owner?: string;
  receive?: Partial<ReceiveLimits>;
}

type Body = ReadableStream<Uint8Array> | Uint8Array;

// Next loads this module once per bundle.
const shared = globalThis as typeof globalThis & { makeYourSpaceRunningStores?: Map<string, Promise<StoredPicture>> };
shared.makeYourSpaceRunningStores ??= new Map();
const runningStores = shared.makeYourSpaceRunningStores;

/**
 * Checks, decodes and stores one picture (JPEG, PNG, WebP or AVIF): the original privately, and WebP files in the
 * widths of `pictureWidths`; the worker adds AVIF. Only the first frame of an animation is used. The upload waits on
 * disk until it is its owner's turn. Bytes that are stored already are not decoded again.
 * @throws {PictureError} if the picture is refused, too many are being uploaded, or the disk is nearly full; what
 * `admit` and `budget` throw
 */
export async function storePicture(body: Body, options: Options = {}): Promise<StoredPicture> {
  const { owner = '', receive } = options;
  const stream = body instanceof Uint8Array ? streamOf(body) : body;
  return uploadQueue().enter(owner, async (runInTurn) => {
    await requireRoom();
    return withIncoming(stream, async (incoming) => storeOnce(incoming, runInTurn, options), receive);
  });
}

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      if (bytes.byteLength > 0) controller.enqueue(bytes);
      controller.close();
    },
  });
}

function storeOnce(incoming: Incoming, runInTurn: RunInTurn, options: Options) {
  const { file, type, format, bytes } = incoming;
  const { store = storage(), admit, budget, limits, turn = 0 } = options;
  const key = turnedKey(incoming.key, turn);
  if (!type) throw new PictureError('not-a-picture', { format });
  const decode = (job: DecodeJob) => (budget ? withinBudget(budget, job) : decodePicture(job));
  return runInTurn(async () => {
    // In its turn, because two hundred uploads that ask the database at once would occupy all its connections.
    await admit?.({ key, bytes });
    const running = runningStores.get(key);
    if (running) return running;
    const stored = decodeAndStore(store, { file, key, type, turn }, (job) =>
      decode({ ...job, ...(limits && { limits }) }),
    ).finally(() => runningStores.delete(key));
    runningStores.set(key, stored);
    return stored;
  });
}

async function decodeAndStore(
  store: PictureStorage,
  { file, key, type, turn }: { file: string; key: string; type: PictureType; turn: Turn },
  decode: typeof decodePicture,
): Promise<StoredPicture> {
  const known = await readRecord(store, key);
  if (known && (await isComplete(store, known))) return storedPicture(known);
  const { derivatives, ...facts } = await decode({ file, type, turn, formats: ['webp'] });
  const picture = { key, ...facts, avif: false };
  // The record comes first, so that all files written after it can be found and removed.
  await writeRecord(store, { ...picture, turn });
  await store.putFile(originalName(key), file);
  for (const { width, format, bytes } of derivatives) await store.put(derivativeName(key, width, format), bytes);
  return picture;
}

/** The place in the decoder is what others wait for, so its time counts, whatever became of the picture. */
async function withinBudget(budget: DecodingBudget, job: DecodeJob): Promise<DecodedPicture> {
  await budget.check();
  const start = performance.now();
  try {
    return await decodePicture(job);
  } finally {
    await budget.spend(performance.now() - start);
  }
}

async function isComplete(store: PictureStorage, { key, widths, avif, colours }: StoredPicture): Promise<boolean> {
  if (colours.length === 0) return false;
  const formats = avif ? (['webp', 'avif'] as const) : (['webp'] as const);
  const names = formats.flatMap((format) => widths.map((width) => derivativeName(key, width, format)));
  return (await Promise.all([originalName(key), ...names].map((name) => store.has(name)))).every(Boolean);
}
