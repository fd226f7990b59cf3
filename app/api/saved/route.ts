import { currentViewer } from '#lib/auth/viewer.ts';
import { listSavedIds } from '#lib/posts/saved/queries.ts';
import { savePost } from '#lib/posts/saved/save-post.ts';
import { unsavePost } from '#lib/posts/saved/unsave-post.ts';
import { saveSchema } from '#lib/schemas/saved-posts.ts';
import { answerButton, privateJson } from './private-json.ts';

/** The ids of what the viewer has saved, for the hearts of cached pages; null without an account. */
export async function GET(): Promise<Response> {
  const viewer = await currentViewer();
  return privateJson({ ids: viewer && (await listSavedIds(viewer)) });
}

/** Saves a work, or takes it out. */
export async function POST(request: Request): Promise<Response> {
  return answerButton(request, await currentViewer(), saveSchema, (viewer, { post, saved }) =>
    saved ? savePost(viewer, post) : unsavePost(viewer, { id: post }),
  );
}
