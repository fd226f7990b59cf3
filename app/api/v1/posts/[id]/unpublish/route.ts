import { apiRoute } from '#lib/api/answer.ts';
import { unpublishPost } from '#lib/posts/unpublish-post.ts';
import * as operations from '#lib/schemas/api/posts.ts';
import { refreshPost } from '#server/page-cache/refresh-post.ts';
import { ownPostReply, requireOwnPost } from '../../own-post-reply.ts';

export const POST = apiRoute(operations.unpublishPost, async ({ caller: { viewer }, params: { id } }) => {
  const { slug } = await requireOwnPost(viewer, id);
  await unpublishPost(viewer, id);
  await refreshPost({ id, slug }, viewer.username);
  return ownPostReply(viewer, id);
});
