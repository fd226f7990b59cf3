import { viewerOrEnded } from '#lib/auth/viewer.ts';
import { databaseErrorOf, noteActionStarted } from '#lib/database-errors.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { isSameOrigin } from '#lib/http/same-origin.ts';
import { seeOther } from '#lib/http/see-other.ts';
import { saveForm } from '#lib/posts/saved-forms.ts';
import { refreshPost } from '#server/page-cache/refresh-post.ts';
import { noteSaved } from '../../saved-cookie.ts';
import { readPostForm } from './read-post-form.ts';
import { savePost } from './save-post.ts';

const SIGN_IN_FIRST =
  'Please sign in first, in another tab. Then go back, where what you typed still is, and send it again.';
const NO_FORM = 'This could not be read as the form of a work.';

/**
 * The target of the post form. Browsers without JavaScript send pictures along and are redirected: to the dashboard, or
 * back to the form, which shows everything again. For the form's own script the same is JSON: `location`, or `state`.
 * Nothing of the body is read before it is known who sends it.
 */
export async function POST(request: Request): Promise<Response> {
  noteActionStarted();
  const isScript = request.headers.get('accept') === 'application/json';
  const refuse = (status: number, sentence: string) => new Response(sentence, { status });
  if (!isSameOrigin(request)) return refuse(403, 'This form belongs to another site.');
  const viewer = await viewerOrEnded();
  if (viewer === null || viewer === 'ended')
    return refuse(401, isScript ? new ExpectedError('signed-out').message : SIGN_IN_FIRST);

  const form = await readPostForm(viewer, request);
  if (form === 400) return refuse(400, NO_FORM);
  if (form === 413) return refuse(413, new ExpectedError('too-large').message);
  const result = await savePost(viewer, form);
  // Becomes a 503 response.
  const databaseError = databaseErrorOf();
  if (databaseError) throw databaseError;
  if ('saved' in result) {
    await refreshPost(result.saved, viewer.username);
    await noteSaved(result.as);
    const location = result.problem ? `/dashboard?problem=${result.problem}` : '/dashboard';
    return isScript ? Response.json({ location }) : seeOther(location);
  }
  const { state, slug, isPreview } = result;
  if (isScript && !isPreview) return Response.json({ state }, { status: 422 });
  const id = await saveForm(viewer, { postId: slug === null ? null : state.postId }, state);
  const page = slug === null ? '/posts/new' : `/posts/${slug}/edit`;
  const location = `${page}${isPreview ? '/preview' : ''}?form=${id}`;
  return isScript ? Response.json({ location }) : seeOther(location);
}

/** The address bar shows this path when a save was refused. */
export const GET = (): Response => seeOther('/dashboard');
