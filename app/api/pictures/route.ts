import { countUpload } from '#lib/auth/count-upload.ts';
import { viewerOrEnded } from '#lib/auth/viewer.ts';
import { databaseErrorOf } from '#lib/database-errors.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { MAX_PICTURE_BYTES } from '#lib/domain/pictures/picture.ts';
import { isSameOrigin } from '#lib/http/same-origin.ts';
import { logFailure } from '#lib/logger.ts';
import { PictureError, type PictureErrorCode } from '#lib/media/picture-error.ts';
import { addPicture } from '#lib/posts/add-picture.ts';

const STATUS: Partial<Record<PictureErrorCode, number>> = { 'too-large': 413, 'too-busy': 503, 'no-room': 507 };

/**
 * Stores one picture, sent as the raw body. The response has what the form needs of it, or an error in one sentence.
 * While other pictures are being processed, it waits on the disk.
 */
export async function POST(request: Request): Promise<Response> {
  const refuse = (status: number, error: string, canRetry = true) =>
    Response.json({ error, canRetry }, { status, ...(status === 503 && { headers: { 'retry-after': '30' } }) });
  if (!isSameOrigin(request)) return refuse(403, 'This upload comes from another site.');
  try {
    const viewer = await viewerOrEnded();
    if (viewer === null || viewer === 'ended') return refuse(401, new ExpectedError('signed-out').message);
    await countUpload(viewer, request.headers);
    if (Number(request.headers.get('content-length')) > MAX_PICTURE_BYTES) throw new PictureError('too-large');
    return Response.json(await addPicture(viewer, request.body ?? new Blob().stream()), { status: 201 });
  } catch (error) {
    if (error instanceof PictureError) return refuse(STATUS[error.code] ?? 422, error.message, error.canRetry);
    if (error instanceof ExpectedError) return refuse(429, error.message);
    if (databaseErrorOf()) throw error;
    return refuse(
      500,
      `The picture could not be stored. Please try again. (Reference ${logFailure('an upload failed', error)})`,
    );
  }
}
