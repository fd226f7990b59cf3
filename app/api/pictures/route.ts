import { countUpload } from '#lib/auth/count-upload.ts';
import { viewerOrEnded } from '#lib/auth/viewer.ts';
import { databaseTrouble } from '#lib/database-trouble.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { isSameOrigin } from '#lib/http/same-origin.ts';
import { logFailure } from '#lib/logger.ts';
import { PictureError } from '#lib/media/picture-error.ts';
import { readUpload } from '#lib/media/read-upload.ts';
import { addPicture } from '#lib/posts/add-picture.ts';

/** Takes one picture as the raw body and answers with what the form needs of it, or with one sentence. */
export async function POST(request: Request): Promise<Response> {
  const refuse = (status: number, error: string) => Response.json({ error }, { status });
  if (!isSameOrigin(request)) return refuse(403, 'This upload comes from another site.');
  try {
    const viewer = await viewerOrEnded();
    if (viewer === null || viewer === 'ended') return refuse(401, new ExpectedError('signed-out').message);
    await countUpload(viewer, request.headers);
    return Response.json(await addPicture(viewer, await readUpload(request)), { status: 201 });
  } catch (error) {
    if (error instanceof PictureError) return refuse(error.code === 'too-large' ? 413 : 422, error.message);
    if (error instanceof ExpectedError) return refuse(429, error.message);
    if (databaseTrouble()) throw error;
    return refuse(
      500,
      `The picture could not be stored. Please try again. (Reference ${logFailure('an upload failed', error)})`,
    );
  }
}
