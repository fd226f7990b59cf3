import type { NextRequest } from 'next/server';
import { parseSearch } from '#lib/schemas/search.ts';
import { cachedSuggestions } from '../../../_cache/search-pages.ts';

/** What may be meant by the words typed so far: see docs/api.md. */
export async function GET({ nextUrl }: NextRequest): Promise<Response> {
  const { q } = parseSearch(nextUrl.searchParams);
  return Response.json(await cachedSuggestions(q), { headers: { 'cache-control': 'private, no-cache' } });
}
