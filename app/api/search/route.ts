import type { NextRequest } from 'next/server';
import { currencyFor } from './currency-for.ts';
import { searchResponse } from './search-responses.ts';

/** Search results as JSON, one page at a time: see docs/api.md. */
export async function GET({ nextUrl: { searchParams }, headers }: NextRequest): Promise<Response> {
  return searchResponse(searchParams, currencyFor(searchParams, headers));
}
