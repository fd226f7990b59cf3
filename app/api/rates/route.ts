import type { NextRequest } from 'next/server';
import { BASE_CURRENCY } from '#lib/domain/exchange/quote.ts';
import { rateList } from '#lib/domain/exchange/rate-list.ts';
import { cachedExchange } from '#server/page-cache/public-posts.ts';
import { corsError, corsJson, noRatesError } from '../cors-json.ts';

/** The rates in use against the euro or `?base=<code>`, in Frankfurter's format, so that other shops can fetch them. */
export async function GET({ nextUrl }: NextRequest): Promise<Response> {
  const base = (nextUrl.searchParams.get('base') ?? BASE_CURRENCY).toUpperCase();
  const exchange = await cachedExchange();
  if (Object.keys(exchange.rates).length === 0) return noRatesError();
  const list = rateList(exchange, base);
  if (!list) return corsError(400, '“base” must be the code of a currency that has a rate, such as EUR.');
  const { dates, ...rest } = list;
  return corsJson(Object.keys(dates).length > 0 ? list : rest);
}
