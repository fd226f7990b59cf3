import type { ApiReply } from '#lib/api/answer.ts';
import { nextLink } from '#lib/api/keyset-links.ts';
import { invalid } from '#lib/api/read-request.ts';
import { postSummaryResource } from '#lib/api/resources.ts';
import { parseSearch } from '#lib/schemas/search.ts';
import { cachedSearchList } from '#server/page-cache/search-results.ts';

/**
 * A page of results.
 * @param params are valid @param currency of the prices, and of the query's bounds
 * @throws {ApiProblem} invalid-request
 */
export async function searchReply(params: URLSearchParams, currency: string): Promise<ApiReply> {
  const found = await cachedSearchList(currency, parseSearch(params), params.get('after'));
  if (!found) throw invalid([{ field: 'after', detail: '“after” is not a valid cursor.' }]);
  const { posts, next, corrected } = found.page;
  return {
    status: 200,
    body: {
      posts: posts.map((card) => ({ ...postSummaryResource(card), marked: card.marked })),
      ...{ next, corrected, note: found.note },
    },
    headers: nextLink('/api/v1/search', { ...Object.fromEntries(params), currency, after: next }),
  };
}
