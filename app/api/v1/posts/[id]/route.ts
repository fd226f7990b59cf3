import { apiRoute } from '#lib/api/answer.ts';
import { changeStored } from '#lib/api/change.ts';
import { changedSince, etagOf, isNotModified, requiredVersion } from '#lib/api/etag.ts';
import { fieldsOf, postInputOf } from '#lib/api/post-fields.ts';
import { postResource } from '#lib/api/resources.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { deletePost } from '#lib/posts/delete-post.ts';
import { getOwnPost } from '#lib/posts/queries.ts';
import { updatePost } from '#lib/posts/update-post.ts';
import * as operations from '#lib/schemas/api/posts.ts';
import { cachedPost, cachedPostById } from '#server/page-cache/public-posts.ts';
import { refreshPost } from '#server/page-cache/refresh-post.ts';
import { requireOwnPost, shownPost } from '../own-post-reply.ts';

export const GET = apiRoute(operations.getPost, async ({ request, caller, params: { id } }) => {
  const viewer = caller?.scopes.has('posts:read') ? caller.viewer : null;
  const { shown, etag } = await findPost(viewer, id);
  return isNotModified(request, etag)
    ? { status: 304, headers: { etag } }
    : { status: 200, body: shown, headers: { etag } };
});

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A public work as the pages have it, or the account's own as it is stored. @throws {ExpectedError} not-found */
async function findPost(viewer: Viewer | null, idOrSlug: string) {
  const isId = UUID.test(idOrSlug);
  const post = isId ? { id: idOrSlug.toLowerCase() } : idOrSlug;
  const found = await (typeof post === 'string' ? cachedPost(post) : cachedPostById(post.id));
  const mayBeOwn = !found || found.artist.username === viewer?.username;
  const own = viewer && mayBeOwn ? await getOwnPost(viewer, post) : null;
  if (own) return shownPost(own);
  if (!found) throw new ExpectedError('not-found');
  const shown = postResource(found);
  return { shown, etag: etagOf(0, shown) };
}

export const PATCH = apiRoute(operations.changePost, ({ request, caller: { viewer }, params: { id }, body }) =>
  changeStored(
    request,
    async () => {
      const post = await requireOwnPost(viewer, id);
      return { post, version: post.version, ...shownPost(post) };
    },
    async ({ post, version }) => {
      const updated = await updatePost(viewer, id, postInputOf({ ...fieldsOf(post), ...body }), version);
      await refreshPost(updated, viewer.username);
    },
  ),
);

export const DELETE = apiRoute(operations.deletePost, async ({ request, caller: { viewer }, params: { id } }) => {
  const stored = await requireOwnPost(viewer, id);
  const version = requiredVersion(request, shownPost(stored));
  await deletePost(viewer, id, version).catch(async (error) => {
    if (!(error instanceof ExpectedError) || error.code !== 'changed-elsewhere') throw error;
    throw changedSince(shownPost(await requireOwnPost(viewer, id)));
  });
  await refreshPost({ id, slug: stored.slug }, viewer.username);
  return { status: 204 };
});
