import { type PostListQuery, postListSchema } from '#lib/schemas/post-list.ts';
import { cachedPostList } from '#server/page-cache/post-lists.ts';
import { listAnswer, problem } from '../list-answer.ts';

/** The answer of /api/posts to this query. @param visitors the currency of the visitor, where the query names none. */
export async function answerList(params: URLSearchParams, visitors: string): Promise<Response> {
  const parsed = postListSchema.safeParse(Object.fromEntries(params));
  if (!parsed.success) return problem(400, parsed.error.issues[0]?.message ?? 'This cannot be answered.');
  const query: PostListQuery = parsed.data;
  const currency = query.currency ?? visitors;
  const list = await cachedPostList(query, currency, params.get('after'));
  if (list === 'no-artist') return problem(404, 'There is no such artist.');
  if (list === 'no-rate')
    return problem(400, `No exchange rate is known for ${currency}, so prices cannot be filtered by it.`);
  return listAnswer(list);
}
