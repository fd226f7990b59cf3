import { countUpload } from '#lib/auth/count-upload.ts';
import { viewerOrEnded } from '#lib/auth/viewer.ts';
import { databaseErrorOf } from '#lib/database-errors.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { PictureDto } from '#lib/domain/posts/post-dto.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { isSameOrigin } from '#lib/http/same-origin.ts';
import { logFailure } from '#lib/logger.ts';
import { PictureError, type PictureErrorCode } from '#lib/media/picture-error.ts';

const STATUS: Partial<Record<PictureErrorCode, number>> = { 'too-large': 413, 'too-busy': 503, 'no-room': 507 };

/**
 * Stores one picture for a form of the viewer's. The response has what the form needs of it, or an error in one sentence.
 */
export async function pictureResponse(
  request: Request,
  store: (viewer: Viewer) => Promise<PictureDto>,
): Promise<Response> {
  const refuse = (status: number, error: string, canRetry = true) =>
    Response.json({ error, canRetry }, { status, ...(status === 503 && { headers: { 'retry-after': '30' } }) });
  if (!isSameOrigin(request)) return refuse(403, 'This upload comes from another site.');
  try {
    const viewer = await viewerOrEnded();
    if (viewer === null || viewer === 'ended') return refuse(401, new ExpectedError('signed-out').message);
    await countUpload(viewer, request.headers);
    return Response.json(await store(viewer), { status: 201 });
  } catch (error) {
    if (error instanceof PictureError) return refuse(STATUS[error.code] ?? 422, error.message, error.canRetry);
    if (error instanceof ExpectedError) return refuse(error.code === 'not-found' ? 404 : 429, error.message);
    if (databaseErrorOf()) throw error;
    return refuse(
      500,
      `The picture could not be stored. Please try again. (Reference ${logFailure('an upload failed', error)})`,
    );
  }
}
