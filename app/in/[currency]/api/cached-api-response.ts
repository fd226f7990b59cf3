import type { ApiReply } from '#lib/api/answer.ts';
import { problemResponse } from '#lib/api/problem-response.ts';
import { toProblem } from '#lib/api/to-problem.ts';
import { ApiProblem } from '#lib/domain/api/problem.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { listResponse } from '../../../api/list-response.ts';
import { type CachedQueryProps, readCachedQuery } from './read-cached-query.ts';

/** The cached response of an operation that needs no token, for the currency and the query in its path. */
export async function cachedApiResponse(
  props: CachedQueryProps,
  reply: (params: URLSearchParams, currency: string) => Promise<ApiReply>,
): Promise<Response> {
  const query = await readCachedQuery(props);
  if (query instanceof Response)
    return problemResponse(new ApiProblem('not-found', { detail: 'There is no such list.' }));
  try {
    const { body, headers } = await reply(new URLSearchParams(query.text), query.currency);
    const response = listResponse(body);
    for (const [name, value] of Object.entries(headers ?? {})) response.headers.set(name, value);
    return response;
  } catch (error) {
    // A failure is nothing to keep.
    if (error instanceof ApiProblem || error instanceof ExpectedError) return problemResponse(toProblem(error));
    throw error;
  }
}
