import type { ApiReply } from '#lib/api/answer.ts';
import { etagOf } from '#lib/api/etag.ts';
import { postResource } from '#lib/api/resources.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { getOwnPost, type OwnPost } from '#lib/posts/queries.ts';

/** One of the account's works, with its ETag. @throws {ExpectedError} not-found */
export async function ownPostReply(viewer: Viewer, id: string, status = 200): Promise<ApiReply> {
  const { shown, etag } = shownPost(await requireOwnPost(viewer, id));
  return { status, body: shown, headers: { etag } };
}

/** @throws {ExpectedError} not-found */
export async function requireOwnPost(viewer: Viewer, id: string): Promise<OwnPost> {
  const post = await getOwnPost(viewer, { id });
  if (!post) throw new ExpectedError('not-found');
  return post;
}

export function shownPost(post: OwnPost) {
  const shown = postResource(post);
  return { shown, etag: etagOf(post.version, shown) };
}
