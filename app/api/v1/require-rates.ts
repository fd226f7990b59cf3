import { ApiProblem } from '#lib/domain/api/problem.ts';
import type { Exchange } from '#lib/domain/exchange/quote.ts';
import { cachedExchange } from '#server/page-cache/public-posts.ts';

/** @throws {ApiProblem} unavailable before the first rates are known */
export async function requireRates(): Promise<Exchange> {
  const exchange = await cachedExchange();
  if (Object.keys(exchange.rates).length > 0) return exchange;
  throw new ApiProblem('unavailable', {
    detail: 'No exchange rates are known yet; please try again in a minute.',
    headers: { 'retry-after': '60' },
  });
}
