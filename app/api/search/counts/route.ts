import type { NextRequest } from 'next/server';
import { currencyFor } from '../currency-for.ts';
import { searchCountsResponse } from '../search-responses.ts';

/** The number of search results, in total and by property: see docs/api.md. */
export async function GET({ nextUrl: { searchParams }, headers }: NextRequest): Promise<Response> {
  return searchCountsResponse(searchParams, currencyFor(searchParams, headers));
}
