import type { NextRequest } from 'next/server';
import { requestCurrency } from '#lib/http/request-currency.ts';
import { answerList } from './answer-list.ts';

/**
 * The gallery as JSON, a page at a time: see docs/api.md. Prices are the artists' own (`price`) and what the visitor
 * pays (`shown`). What can be answered comes from a kept copy, below /in/[currency]/api, and never gets here.
 */
export async function GET({ nextUrl, headers }: NextRequest): Promise<Response> {
  return answerList(nextUrl.searchParams, requestCurrency(headers));
}
