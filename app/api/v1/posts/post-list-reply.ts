import type { ApiReply } from '#lib/api/answer.ts';
import { invalid } from '#lib/api/read-request.ts';
import { postSummaryResource } from '#lib/api/resources.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { postListSchema } from '#lib/schemas/post-list.ts';
import { cachedPostList } from '#server/page-cache/post-lists.ts';

/**
 * A page of the gallery.
 * @param visitorCurrency is used if the query names no currency
 * @throws {ApiProblem} invalid-request
 * @throws {ExpectedError} not-found
 */
export async function postListReply(params: URLSearchParams, visitorCurrency: string): Promise<ApiReply> {
  const parsed = postListSchema.safeParse(Object.fromEntries(params));
  if (!parsed.success)
    throw invalid(
      parsed.error.issues.map(({ path, message }) => ({ field: path.join('.') || 'query', detail: message })),
    );
  const currency = parsed.data.currency ?? visitorCurrency;
  const list = await cachedPostList(parsed.data, currency, params.get('after'));
  if (list === 'no-artist') throw new ExpectedError('not-found', 'artist');
  if (list === 'no-rate') {
    const detail = `No exchange rate is known for ${currency}, so prices cannot be filtered by it.`;
    throw invalid([{ field: 'currency', detail }]);
  }
  return {
    status: 200,
    body: { posts: list.posts.map(postSummaryResource), next: list.next },
    headers: list.next === null ? {} : { link: nextLink(params, currency, list.next) },
  };
}

function nextLink(params: URLSearchParams, currency: string, after: string): string {
  const next = new URLSearchParams(params);
  next.set('currency', currency);
  next.set('after', after);
  return `</api/v1/posts?${next}>; rel="next"`;
}
