import { countWithRest } from '#lib/accounts/attempt-limits.ts';
import { ApiProblem } from '#lib/domain/api/problem.ts';

/**
 * Counts a request for its account.
 * @returns the headers of draft-ietf-httpapi-ratelimit-headers; none while they cannot be counted.
 * @throws {ApiProblem} rate-limited
 */
export async function countApiRequest(accountId: string): Promise<Record<string, string>> {
  const count = await countWithRest('api-account', accountId);
  if (!count) return {};
  const { points, seconds, rest, resetSeconds } = count;
  const headers = {
    'ratelimit-policy': `"account";q=${points};w=${seconds}`,
    ratelimit: `"account";r=${Math.max(0, rest)};t=${resetSeconds}`,
  };
  if (rest >= 0) return headers;
  throw new ApiProblem('rate-limited', {
    detail: `An account can send ${points} requests in ${seconds} seconds. Please slow down.`,
    headers: { ...headers, 'retry-after': String(resetSeconds) },
  });
}
