import { countUpload } from '#lib/auth/count-upload.ts';
import { problemParams } from '#lib/auth/problem.ts';
import { viewerOrEnded } from '#lib/auth/viewer.ts';
import { databaseErrorOf, noteActionStarted } from '#lib/database-errors.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { IMPORT_LIMITS } from '#lib/domain/imports/import.ts';
import { typedText } from '#lib/domain/typed-values.ts';
import { type MultipartFile, readMultipart } from '#lib/http/read-multipart.ts';
import { isSameOrigin } from '#lib/http/same-origin.ts';
import { seeOther } from '#lib/http/see-other.ts';
import { createImport } from '#lib/imports/create-import.ts';
import { PictureError } from '#lib/media/picture-error.ts';
import { oneLine } from '#lib/schemas/text.ts';

const PAGE = '/dashboard/works/import';
const LIMITS = { fields: 4, textBytes: 1024, files: 1, fileBytes: IMPORT_LIMITS.bytes };

const withProblem = (problem: string) => seeOther(`${PAGE}?${new URLSearchParams({ problem })}`);

/**
 * The target of the form that imports works. The file is received and checked here, and its report or summary is a page of its
 * own. Nothing of the body is read before it is known who sends it.
 */
export async function POST(request: Request): Promise<Response> {
  noteActionStarted();
  if (!isSameOrigin(request)) return new Response('This form belongs to another site.', { status: 403 });
  const viewer = await viewerOrEnded();
  if (!viewer || viewer === 'ended') return seeOther(`/sign-in?next=${PAGE}`);
  let importId = '';
  const onFile = async ({ name, body }: MultipartFile) => {
    // A field in which nothing was chosen is sent as a file without a name.
    if (name === '' || importId) return;
    await countUpload(viewer, request.headers);
    importId = await createImport(viewer, { name: typedText(oneLine(name), IMPORT_LIMITS.name), body });
  };
  try {
    const form = await readMultipart(request, LIMITS, onFile);
    if (form === 413) return new Response(new ExpectedError('too-large').message, { status: 413 });
    if (form === 400) return new Response('This could not be read as a form with a file.', { status: 400 });
  } catch (error) {
    // Becomes a 503 response.
    if (databaseErrorOf()) throw error;
    // The disk is nearly full.
    if (error instanceof PictureError) return withProblem('try-later');
    return withProblem(problemParams(error).problem);
  }
  return importId ? seeOther(`/dashboard/imports/${importId}`) : withProblem('no-import-file');
}

/** The address bar shows this path when an upload was refused. */
export const GET = (): Response => seeOther(PAGE);
