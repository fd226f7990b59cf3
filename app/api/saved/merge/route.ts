import { currentViewer } from '#lib/auth/viewer.ts';
import { mergeSaved } from '#lib/posts/saved/merge-saved.ts';
import { savedIdsSchema } from '#lib/schemas/saved-posts.ts';
import { answerButton } from '../private-json.ts';

/** After signing in: what the browser has saved without an account becomes the account's. */
export async function POST(request: Request): Promise<Response> {
  return answerButton(request, await currentViewer(), savedIdsSchema, (viewer, { ids }) => mergeSaved(viewer, ids));
}
