import { createHash } from 'node:crypto';
import { apiRoute } from '#lib/api/answer.ts';
import { postInputOf } from '#lib/api/post-fields.ts';
import { requestCurrency } from '#lib/http/request-currency.ts';
import { createPost } from '#lib/posts/create-post.ts';
import * as operations from '#lib/schemas/api/posts.ts';
import { refreshPost } from '#server/page-cache/refresh-post.ts';
import { ownPostReply } from './own-post-reply.ts';
import { postListReply } from './post-list-reply.ts';

/** Valid queries are rewritten to a cached response below /in/[currency]/api/v1-posts, so only others get here. */
export const GET = apiRoute(operations.listPosts, ({ request }) =>
  postListReply(new URL(request.url).searchParams, requestCurrency(request.headers)),
);

export const POST = apiRoute(operations.createPost, async ({ request, caller: { viewer }, body }) => {
  const { publish, ...fields } = body;
  const creationKey = creationKeyOf(viewer.id, request.headers.get('idempotency-key'), body);
  const created = await createPost(viewer, postInputOf(fields), { publish, creationKey });
  await refreshPost(created, viewer.username);
  const reply = await ownPostReply(viewer, created.id, 201);
  return { ...reply, headers: { ...reply.headers, location: `/api/v1/posts/${created.id}` } };
});

/** The same UUID for the same key and content: whatever becomes of the first request, there is one post. */
function creationKeyOf(accountId: string, key: string | null, body: object): string | null {
  if (key === null) return null;
  const hex = createHash('sha256')
    .update(`${accountId} ${key} ${JSON.stringify(body)}`)
    .digest('hex');
  // Version 8: of one's own making (RFC 9562).
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
