import type { ApiProblem } from '#lib/domain/api/problem.ts';

export const PROBLEM_TYPE = 'application/problem+json';

/** An error as RFC 9457 writes it. */
export function problemBody({ code, status, title, message: detail, errors, reference, current }: ApiProblem) {
  return {
    ...{ type: `/docs/problems#${code}`, title, status, detail, code },
    ...(errors.length > 0 && { errors }),
    ...(reference !== undefined && { reference }),
    ...(current !== undefined && { current }),
  };
}

export function problemResponse(problem: ApiProblem): Response {
  return Response.json(problemBody(problem), {
    status: problem.status,
    headers: { 'cache-control': 'no-store', ...problem.headers, 'content-type': PROBLEM_TYPE },
  });
}
