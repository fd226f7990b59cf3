import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Turn } from '#lib/domain/pictures/picture.ts';
import type { PictureDto } from '#lib/domain/posts/post-dto.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { PictureError } from '#lib/media/picture-error.ts';
import { storePicture } from '#lib/media/store-picture.ts';
import { decodingBudget } from './decoding-budget.ts';
import { releaseUpload, reserveUpload } from './picture-uploads.ts';
import { pictureColumns } from './post-dto.ts';

/**
 * Stores an uploaded picture for a post that is being edited. It belongs to the viewer, and to no post until the form
 * is saved.
 * @param options `turn` clockwise, from how the file is
 * @throws {PictureError} if the bytes are not an accepted picture, or too many are being uploaded.
 * @throws {ExpectedError} pictures-full, pictures-too-slow
 */
export async function addPicture(
  viewer: Viewer,
  body: ReadableStream<Uint8Array>,
  { turn = 0, alt = '' }: { turn?: Turn; alt?: string } = {},
): Promise<PictureDto> {
  const upload = { id: '', bytes: 0 };
  const admit = async (file: { key: string; bytes: number }) => {
    upload.id = await reserveUpload(viewer, file);
    upload.bytes = file.bytes;
  };
  try {
    const stored = await storePicture(body, { owner: viewer.id, admit, budget: decodingBudget(viewer.id), turn });
    const data = { ...stored, alt, bytes: upload.bytes, ownerId: viewer.id };
    const [picture] = await db().$transaction([
      db().postImage.create({ data, select: pictureColumns }),
      db().pictureUpload.deleteMany({ where: { id: upload.id } }),
    ]);
    return picture;
  } catch (error) {
    // Refused before anything was stored. After any other error the worker looks for files that were left behind.
    const isRefused = error instanceof PictureError || error instanceof ExpectedError;
    if (upload.id && isRefused) await releaseUpload(upload.id);
    throw error;
  }
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
