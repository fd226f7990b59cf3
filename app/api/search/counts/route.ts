import type { NextRequest } from 'next/server';
import { parseSearch } from '#lib/schemas/search.ts';
import { cachedSearchCounts } from '../../../_cache/search-pages.ts';
import { currencyFor } from '../currency-for.ts';

/** How many works a search finds, and with which properties: see docs/api.md. */
export async function GET({ nextUrl, headers }: NextRequest): Promise<Response> {
  const currency = currencyFor(nextUrl.searchParams, headers);
  const counts = await cachedSearchCounts(currency, parseSearch(nextUrl.searchParams));
  return Response.json(counts, { headers: { 'cache-control': 'private, no-cache' } });
}
