import type { NextRequest } from 'next/server';
import { parseSearch } from '#lib/schemas/search.ts';
import { suggestionsResponse } from '../search-responses.ts';

/** Completions of the words typed so far: see docs/api.md. */
export async function GET({ nextUrl }: NextRequest): Promise<Response> {
  return suggestionsResponse(parseSearch(nextUrl.searchParams).q);
}
