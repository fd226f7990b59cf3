import { countUpload } from '#lib/auth/count-upload.ts';
import { problemParams } from '#lib/auth/problem.ts';
import { viewerOrEnded } from '#lib/auth/viewer.ts';
import { databaseErrorOf, noteActionStarted } from '#lib/database-errors.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { MAX_PICTURE_BYTES } from '#lib/domain/pictures/picture.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { type MultipartFile, readMultipart } from '#lib/http/read-multipart.ts';
import { isSameOrigin } from '#lib/http/same-origin.ts';
import { seeOther } from '#lib/http/see-other.ts';
import { PictureError } from '#lib/media/picture-error.ts';
import { cropPortrait } from '#lib/portraits/crop-portrait.ts';
import { openOwnMaster } from '#lib/portraits/find-own-portrait.ts';
import { removePortrait } from '#lib/portraits/remove-portrait.ts';
import { setPortrait } from '#lib/portraits/set-portrait.ts';
import { portraitFormSchema } from '#lib/schemas/portraits.ts';
import { refreshAllPosts } from '#server/page-cache/refresh-post.ts';

const PAGE = '/dashboard/settings/profile';
const LIMITS = { fields: 10, textBytes: 4_096, files: 1, fileBytes: MAX_PICTURE_BYTES };

/** The whole picture of the viewer's portrait. Nobody else gets it, and no cache keeps it. */
export async function GET(): Promise<Response> {
  const headers = { 'cache-control': 'private, no-store' };
  const viewer = await viewerOrEnded();
  const file = viewer !== null && viewer !== 'ended' ? await openOwnMaster(viewer) : null;
  if (!file) return new Response('There is no such picture.', { status: 404, headers });
  return new Response(file.stream, {
    headers: { ...headers, 'content-type': 'image/webp', 'content-length': String(file.size) },
  });
}

/** Uploads a portrait, shows another part of it or removes it; the page says what became of it. */
export async function POST(request: Request): Promise<Response> {
  noteActionStarted();
  if (!isSameOrigin(request)) return new Response('This form belongs to another site.', { status: 403 });
  const viewer = await viewerOrEnded();
  if (viewer === null || viewer === 'ended') return seeOther(`/sign-in?next=${encodeURIComponent(PAGE)}`);
  try {
    const done = await change(viewer, request);
    if (done instanceof Response) return done;
    await refreshAllPosts();
    return toPage({ portrait: done });
  } catch (error) {
    if (databaseErrorOf()) throw error;
    if (error instanceof PictureError)
      return toPage({ problem: error.code, ...(error.format && { format: error.format }) });
    return toPage(problemParams(error));
  }
}

const toPage = (query: Record<string, string>) => seeOther(`${PAGE}?${new URLSearchParams(query)}#portrait`);

async function change(viewer: Viewer, request: Request): Promise<'saved' | 'removed' | Response> {
  let isUploaded = false;
  const onFile = async ({ name, body }: MultipartFile) => {
    if (name === '') return;
    await countUpload(viewer, request.headers);
    await setPortrait(viewer, body);
    isUploaded = true;
  };
  const form = await readMultipart(request, LIMITS, onFile);
  if (form === 400) return new Response('This could not be read as the form of a portrait.', { status: 400 });
  if (form === 413) return new Response(new ExpectedError('too-large').message, { status: 413 });
  if (isUploaded) return 'saved';
  const wanted = portraitFormSchema.safeParse(Object.fromEntries(form));
  if (!wanted.success) throw new ExpectedError('not-found');
  switch (wanted.data.intent) {
    case 'upload':
      throw new ExpectedError('no-portrait');
    case 'remove':
      await removePortrait(viewer);
      return 'removed';
    case 'crop':
      await countUpload(viewer, request.headers);
      await cropPortrait(viewer, wanted.data.master, wanted.data);
      return 'saved';
  }
}
