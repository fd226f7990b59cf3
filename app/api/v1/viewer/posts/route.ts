import { apiRoute } from '#lib/api/answer.ts';
import { keysetLinks } from '#lib/api/keyset-links.ts';
import { readCursor } from '#lib/api/read-cursor.ts';
import { ownPostResource } from '#lib/api/resources.ts';
import { listOwnPosts } from '#lib/posts/queries.ts';
import * as operations from '#lib/schemas/api/posts.ts';

export const GET = apiRoute(operations.listOwnPosts, async ({ caller: { viewer }, query }) => {
  const page = await listOwnPosts(viewer, readCursor(query));
  return {
    status: 200,
    body: { posts: page.rows.map(ownPostResource) },
    headers: keysetLinks('/api/v1/viewer/posts', page),
  };
});
