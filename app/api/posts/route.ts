import type { NextRequest } from 'next/server';
import { requestCurrency } from '#lib/http/request-currency.ts';
import { postListResponse } from './post-list-response.ts';

/**
 * The gallery as JSON, one page at a time: see docs/api.md. Prices are the artists' own (`price`) and what the visitor
 * pays (`shown`). Valid queries are rewritten to a cached response below /in/[currency]/api, so only others get here.
 */
export async function GET({ nextUrl, headers }: NextRequest): Promise<Response> {
  return postListResponse(nextUrl.searchParams, requestCurrency(headers));
}
