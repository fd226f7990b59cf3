import type { NextRequest } from 'next/server';
import { parseSearch } from '#lib/schemas/search.ts';
import { cachedSearchPage } from '../../_cache/search-pages.ts';
import { currencyFor } from './currency-for.ts';

/** What a search finds, as JSON, a page at a time: see docs/api.md. */
export async function GET({ nextUrl, headers }: NextRequest): Promise<Response> {
  const { searchParams } = nextUrl;
  const currency = currencyFor(searchParams, headers);
  const found = await cachedSearchPage(currency, parseSearch(searchParams), searchParams.get('after'));
  if (!found) return Response.json({ error: 'The value of “after” is not one of ours.' }, { status: 400 });
  return Response.json(found.page, { headers: { 'cache-control': 'private, no-cache' } });
}
