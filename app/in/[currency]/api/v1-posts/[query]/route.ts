import { problemResponse } from '#lib/api/problem-response.ts';
import { toProblem } from '#lib/api/to-problem.ts';
import { ApiProblem } from '#lib/domain/api/problem.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { listResponse } from '../../../../../api/list-response.ts';
import { postListReply } from '../../../../../api/v1/posts/post-list-reply.ts';
import { type CachedQueryProps, readCachedQuery } from '../../read-cached-query.ts';

export const dynamic = 'force-static';
export const generateStaticParams = () => [];

/** The cached responses of GET /api/v1/posts. */
export async function GET(_: Request, props: CachedQueryProps): Promise<Response> {
  const query = await readCachedQuery(props);
  if (query instanceof Response) return query;
  try {
    const { body, headers } = await postListReply(new URLSearchParams(query.text), query.currency);
    const response = listResponse(body);
    for (const [name, value] of Object.entries(headers ?? {})) response.headers.set(name, value);
    return response;
  } catch (error) {
    // A failure is nothing to keep.
    if (error instanceof ApiProblem || error instanceof ExpectedError) return problemResponse(toProblem(error));
    throw error;
  }
}
