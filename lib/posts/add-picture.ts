import { db } from '#lib/db.ts';
import type { PictureDto } from '#lib/domain/posts/post-dto.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { storePicture } from '#lib/media/store-picture.ts';
import { pictureColumns } from './post-dto.ts';

/**
 * Stores an uploaded picture for a post that is being edited. It belongs to the viewer, and to no post until the form
 * is saved.
 * @throws {PictureError} if the bytes are not an accepted picture, or too many are being uploaded.
 */
export async function addPicture(viewer: Viewer, body: ReadableStream<Uint8Array>): Promise<PictureDto> {
  const stored = await storePicture(body, { owner: viewer.id });
  return db().postImage.create({ data: { ...stored, ownerId: viewer.id }, select: pictureColumns });
}

/** The viewer's pictures in the order of the ids; ids of other people's pictures are skipped. */
export async function listOwnPictures(viewer: Viewer, ids: readonly string[]): Promise<PictureDto[]> {
  const rows = await db().postImage.findMany({
    where: { id: { in: [...ids] }, ownerId: viewer.id },
    select: pictureColumns,
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
