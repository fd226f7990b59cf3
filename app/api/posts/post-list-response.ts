import { type PostListQuery, postListSchema } from '#lib/schemas/post-list.ts';
import { cachedPostList } from '#server/page-cache/post-lists.ts';
import { errorResponse, listResponse } from '../list-response.ts';

/** The response of /api/posts. @param visitorCurrency is used if the query names no currency */
export async function postListResponse(params: URLSearchParams, visitorCurrency: string): Promise<Response> {
  const parsed = postListSchema.safeParse(Object.fromEntries(params));
  if (!parsed.success) return errorResponse(400, parsed.error.issues[0]?.message ?? 'The query is not valid.');
  const query: PostListQuery = parsed.data;
  const currency = query.currency ?? visitorCurrency;
  const list = await cachedPostList(query, currency, params.get('after'));
  if (list === 'no-artist') return errorResponse(404, 'There is no such artist.');
  if (list === 'no-rate')
    return errorResponse(400, `No exchange rate is known for ${currency}, so prices cannot be filtered by it.`);
  return listResponse(list);
}
