import { Readable } from 'node:stream';
import { db } from '#lib/db.ts';
import type { PictureSource } from '#lib/domain/imports/import-content.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { PictureError } from '#lib/media/picture-error.ts';
import { derivativeName, originalName } from '#lib/media/picture-names.ts';
import { storage } from '#lib/media/storage.ts';
import { DownloadError, openDownload } from '#lib/outbound/open-download.ts';
import { addPicture } from '#lib/posts/add-picture.ts';
import { RowProblem } from './row-problem.ts';
import type { RowOptions } from './waiting-row.ts';

type Place = { importId: string; number: number; postId: string | null };

/** The turn of the import has ended between two pictures. */
export class TurnOver extends Error {
  override name = 'TurnOver';
}

/**
 * Stores the pictures of a row as uploads are stored, one after the other, and remembers each in the row, so that another
 * attempt goes on after it. @param have ids of those that are stored already.
 * @returns their ids, in order.
 * @throws {RowProblem}
 * @throws {TurnOver} after a picture, if the turn has ended and there are more
 */
export async function bringPictures(
  viewer: Viewer,
  { importId, number, postId }: Place,
  { pictures, have }: { pictures: readonly PictureSource[]; have: readonly string[] },
  options: RowOptions,
): Promise<string[]> {
  const ids = await usable(viewer, postId, have);
  for (const picture of pictures.slice(ids.length)) {
    options.stop.throwIfAborted();
    ids.push(await bringOne(viewer, { postId, taken: ids }, picture, options));
    await db().importRow.updateMany({ where: { importId, number }, data: { pictureIds: ids } });
    // One picture at least comes in each turn, however slow its server is.
    if (ids.length < pictures.length && Date.now() >= options.until) throw new TurnOver();
  }
  return ids;
}

/** Those that are still there, up to the first that is not: pictures in no work go after a day. */
async function usable(viewer: Viewer, postId: string | null, ids: readonly string[]): Promise<string[]> {
  const found = await db().postImage.findMany({
    where: {
      id: { in: [...ids] },
      ownerId: viewer.id,
      OR: [{ postId: null }, ...(postId === null ? [] : [{ postId }])],
    },
    select: { id: true },
  });
  const there = new Set(found.map(({ id }) => id));
  const end = ids.findIndex((id) => !there.has(id));
  return ids.slice(0, end < 0 ? undefined : end);
}

async function bringOne(
  viewer: Viewer,
  { postId, taken }: { postId: string | null; taken: readonly string[] },
  picture: PictureSource,
  options: RowOptions,
): Promise<string> {
  const there = 'own' in picture && postId !== null ? await findInPost(postId, picture.own, taken) : null;
  if (there) return there;
  try {
    const { id } = await addPicture(viewer, await open(viewer, picture, options));
    return id;
  } catch (error) {
    const isItsOwn = error instanceof PictureError || error instanceof DownloadError;
    throw isItsOwn ? new RowProblem(`${picture.name}: ${error.message}`, { cause: error }) : error;
  }
}

/** A work may have the same picture twice, each with a description of its own. */
async function findInPost(postId: string, key: string, taken: readonly string[]): Promise<string | null> {
  const found = await db().postImage.findFirst({
    where: { postId, key, id: { notIn: [...taken] } },
    orderBy: { position: 'asc' },
    select: { id: true },
  });
  return found?.id ?? null;
}

async function open(
  viewer: Viewer,
  picture: PictureSource,
  { zip, stop }: Pick<RowOptions, 'zip' | 'stop'>,
): Promise<ReadableStream<Uint8Array>> {
  if ('url' in picture) return openDownload(picture.url, stop);
  if ('entry' in picture) {
    const stream = await zip.open(picture.entry).catch(() => null);
    if (!stream) throw gone(picture, 'cannot be read from the ZIP');
    return Readable.toWeb(stream) as ReadableStream<Uint8Array>;
  }
  const file = await findOwnFile(viewer, picture.own);
  if (!file) throw gone(picture, 'is not here any more');
  return file.stream;
}

/** As it was uploaded or, for pictures that were stored without that, its widest file. */
async function findOwnFile(viewer: Viewer, key: string) {
  const own = await db().postImage.findFirst({ where: { key, ownerId: viewer.id }, select: { widths: true } });
  if (!own) return null;
  return (await storage().get(originalName(key))) ?? (await storage().get(derivativeName(key, own.widths.at(-1) ?? 1)));
}

const gone = ({ name }: PictureSource, why: string) => new RowProblem(`${name} ${why}. Please import the file again.`);
