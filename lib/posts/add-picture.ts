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

/** The viewer's pictures in this order; those of other people are skipped. With ids alone they keep their stored `alt`. */
export async function listOwnPictures(
  viewer: Viewer,
  pictures: readonly (string | { id: string; alt: string })[],
): Promise<PictureDto[]> {
  const ids = pictures.map((picture) => (typeof picture === 'string' ? picture : picture.id));
  const rows = await db().postImage.findMany({
    where: { id: { in: [...ids] }, ownerId: viewer.id },
    select: pictureColumns,
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return pictures.flatMap((picture) => {
    const row = byId.get(typeof picture === 'string' ? picture : picture.id);
    return row ? { ...row, ...(typeof picture !== 'string' && { alt: picture.alt }) } : [];
  });
}
