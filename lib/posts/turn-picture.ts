import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { turnedFurther } from '#lib/domain/pictures/picture.ts';
import type { PictureDto } from '#lib/domain/posts/post-dto.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { originalName } from '#lib/media/picture-names.ts';
import { readRecord } from '#lib/media/picture-record.ts';
import { storage } from '#lib/media/storage.ts';
import { addPicture } from './add-picture.ts';

/**
 * Turns one of the viewer's pictures by a quarter, clockwise. The result is another picture, made of the original, for the
 * form to put in its place: what visitors see changes with the form's save, and a sold work keeps what its buyer saw.
 * @throws {ExpectedError} not-found (also if there is no original any more), pictures-full, pictures-too-slow
 * @throws {PictureError} if too many are being processed
 */
export async function turnPicture(viewer: Viewer, id: string): Promise<PictureDto> {
  const picture = await db().postImage.findFirst({
    where: { id, ownerId: viewer.id },
    select: { key: true, alt: true },
  });
  const original = picture && (await storage().get(originalName(picture.key)));
  if (!original) throw new ExpectedError('not-found', 'pictures');
  const record = await readRecord(storage(), picture.key);
  return addPicture(viewer, original.stream, { turn: turnedFurther(record?.turn ?? 0), alt: picture.alt });
}
