import { db } from '#lib/db.ts';
import type { PictureDto } from '#lib/domain/posts/post-dto.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { storePicture } from '#lib/media/store-picture.ts';
import { pictureColumns } from './post-dto.ts';

/**
 * Takes in an uploaded picture for a post that is being written. It belongs to the viewer and to no
 * post until the form is saved.
 * @throws {PictureError} when the bytes are not a picture that is accepted, or too many are arriving.
 */
export async function addPicture(viewer: Viewer, body: ReadableStream<Uint8Array>): Promise<PictureDto> {
  const stored = await storePicture(body, { owner: viewer.id });
  return db().postImage.create({ data: { ...stored, ownerId: viewer.id }, select: pictureColumns });
}

/** The viewer's pictures by id, in the order asked for; ids of others' pictures are left out. */
export async function listOwnPictures(viewer: Viewer, ids: readonly string[]): Promise<PictureDto[]> {
  const rows = await db().postImage.findMany({
    where: { id: { in: [...ids] }, ownerId: viewer.id },
    select: pictureColumns,
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
