import { problemResponse } from '#lib/api/problem-response.ts';
import { ApiProblem } from '#lib/domain/api/problem.ts';

/** Everything below /api/v1 that is no operation. */
function refuse(): Response {
  return problemResponse(new ApiProblem('no-such-operation', { detail: 'The operations are described at /docs.' }));
}

export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as POST, refuse as PUT };
