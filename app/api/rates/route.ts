import type { NextRequest } from 'next/server';
import { BASE_CURRENCY } from '#lib/domain/exchange/quote.ts';
import { rateList } from '#lib/domain/exchange/rate-list.ts';
import { cachedExchange } from '#server/page-cache/public-posts.ts';
import { noRates, openAnswer, openProblem } from '../open-answer.ts';

/** The rates in use, against the euro or `?base=<code>`: Frankfurter's shape, so that other shops can take theirs from here. */
export async function GET({ nextUrl }: NextRequest): Promise<Response> {
  const base = (nextUrl.searchParams.get('base') ?? BASE_CURRENCY).toUpperCase();
  const exchange = await cachedExchange();
  if (Object.keys(exchange.rates).length === 0) return noRates();
  const list = rateList(exchange, base);
  if (!list) return openProblem(400, '“base” must be the code of a currency that has a rate, such as EUR.');
  const { dates, ...rest } = list;
  return openAnswer(Object.keys(dates).length > 0 ? list : rest);
}
