import { ExpectedError } from '#lib/domain/errors.ts';
import { copyTitle } from '#lib/domain/posts/copy-title.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { creationKeyOf } from '#lib/schemas/form-key.ts';
import { createPost } from './create-post.ts';
import { getOwnPost } from './queries.ts';

/**
 * Creates a draft that begins as one of the viewer's works: everything but the pictures, which show that work and no other.
 * @param key of the form; the same form sent twice creates one draft.
 * @throws {ExpectedError} not-found, too-many-drafts, account-closing
 */
export async function duplicatePost(
  viewer: Viewer,
  postId: string,
  key?: string,
): Promise<{ id: string; slug: string }> {
  const post = await getOwnPost(viewer, { id: postId });
  if (!post) throw new ExpectedError('not-found');
  const { description, content, price, tags, medium, year, dimensions } = post;
  const fields = { description, content, price, tags, medium, year, dimensions };
  return createPost(
    viewer,
    { ...fields, title: copyTitle(post.title), pictures: [] },
    { publish: false, creationKey: creationKeyOf(key, postId) },
  );
}
