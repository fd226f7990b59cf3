import { ExpectedError } from '#lib/domain/errors.ts';
import type { PictureDto } from '#lib/domain/posts/post-dto.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { PictureError } from '#lib/media/picture-error.ts';
import { turnPicture } from '#lib/posts/turn-picture.ts';

/**
 * With the intent `turn:<id>`, a form's pictures with the turned one in the place of that one; any other intent changes
 * nothing.
 * @returns `problem`: why it could not be turned, and so is in its place as it was.
 */
export async function turnedAmong(
  viewer: Viewer,
  pictures: PictureDto[],
  intent: string,
): Promise<{ pictures: PictureDto[]; problem?: string }> {
  const before = pictures.find(({ id }) => intent === `turn:${id}`);
  if (!before) return { pictures };
  try {
    const turned = { ...(await turnPicture(viewer, before.id)), alt: before.alt };
    return { pictures: pictures.map((picture) => (picture === before ? turned : picture)) };
  } catch (error) {
    if (error instanceof PictureError || error instanceof ExpectedError) return { pictures, problem: error.message };
    throw error;
  }
}
