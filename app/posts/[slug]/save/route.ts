import { viewerOrEnded } from '#lib/auth/viewer.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { isSlug } from '#lib/domain/posts/slug.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { bodyErrorResponse, readText } from '#lib/http/read-text.ts';
import { isSameOrigin } from '#lib/http/same-origin.ts';
import { seeOther } from '#lib/http/see-other.ts';
import { getPublicPost } from '#lib/posts/queries.ts';
import { savePost } from '#lib/posts/saved/save-post.ts';
import { unsavePost } from '#lib/posts/saved/unsave-post.ts';
import { noteRefusal } from '#lib/request-context.ts';

const MAX_BYTES = 1_024;

/** The button “Save” without JavaScript, and “Take out” on the page of saved works. Both lead there. */
export async function POST(request: Request, { params }: { params: Promise<{ slug: string }> }): Promise<Response> {
  const { slug } = await params;
  if (!isSameOrigin(request)) return new Response('This form belongs to another site.', { status: 403 });
  const body = await readText(request, MAX_BYTES);
  if (typeof body === 'number') return bodyErrorResponse(body);
  const viewer = await viewerOrEnded();
  if (!viewer || viewer === 'ended')
    return seeOther(`/sign-in?${new URLSearchParams({ next: `/posts/${encodeURIComponent(slug)}` })}`);
  try {
    if (!isSlug(slug)) throw new ExpectedError('not-found');
    if (new URLSearchParams(body).has('remove')) await unsavePost(viewer, { slug });
    else await saveBySlug(viewer, slug);
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    noteRefusal(error.code);
    return seeOther(`/saved?problem=${error.code}`);
  }
  return seeOther('/saved');
}

async function saveBySlug(viewer: Viewer, slug: string): Promise<void> {
  const post = await getPublicPost(slug);
  if (!post) throw new ExpectedError('not-found');
  await savePost(viewer, post.id);
}
