import { viewerOrEnded } from '#lib/auth/viewer.ts';
import { databaseErrorOf, noteActionStarted } from '#lib/database-errors.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { MAX_LOGO_BYTES } from '#lib/domain/settings/logo.ts';
import { adminRefusal } from '#lib/domain/viewer.ts';
import { type MultipartFile, readMultipart } from '#lib/http/read-multipart.ts';
import { isSameOrigin } from '#lib/http/same-origin.ts';
import { seeOther } from '#lib/http/see-other.ts';
import { logFailure } from '#lib/logger.ts';
import { PictureError } from '#lib/media/picture-error.ts';
import { replaceLogo } from '#lib/shop/replace-logo.ts';
import { applyShopChange } from '#server/page-cache/cached-shop.ts';

const LIMITS = { fields: 5, textBytes: 4_096, files: 1, fileBytes: MAX_LOGO_BYTES };

/** The form of the logo, which works without a script: the settings show what came of it. Nothing is read of a stranger's. */
export async function POST(request: Request): Promise<Response> {
  noteActionStarted();
  const refuse = (status: number, sentence: string) => new Response(sentence, { status });
  if (!isSameOrigin(request)) return refuse(403, 'This form belongs to another site.');
  const viewer = await viewerOrEnded();
  if (viewer === null || viewer === 'ended') return refuse(401, new ExpectedError('signed-out').message);
  const refusal = adminRefusal(viewer);
  if (refusal) return refuse(refusal === 'not-found' ? 404 : 403, new ExpectedError(refusal).message);
  let result: Record<string, string> = { problem: 'no-logo-file' };
  const onFile = async ({ name, body }: MultipartFile) => {
    // A field in which nothing was chosen is sent as a file without a name.
    if (name === '') return;
    try {
      await replaceLogo(viewer, body);
      result = { said: 'logo' };
    } catch (error) {
      if (databaseErrorOf()) throw error;
      result = problemOf(error);
    }
  };
  const form = await readMultipart(request, LIMITS, onFile);
  if (form === 413) result = { problem: 'logo-too-large' };
  else if (form === 400) return refuse(400, 'This could not be read as a form.');
  if (result.said) await applyShopChange();
  return seeOther(`/admin/settings?${new URLSearchParams(result)}#logo`);
}

function problemOf(error: unknown): Record<string, string> {
  if (error instanceof PictureError) {
    if (error.code === 'too-large') return { problem: 'logo-too-large' };
    return { problem: error.code, ...(error.format && { format: error.format }) };
  }
  if (error instanceof ExpectedError) return { problem: error.code };
  return { problem: logFailure('a logo could not be stored', error) };
}

/** The address bar shows this path when a form was refused. */
export const GET = (): Response => seeOther('/admin/settings');
