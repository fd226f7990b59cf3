import type { NextRequest } from 'next/server';
import { answerSearch } from './answers.ts';
import { currencyFor } from './currency-for.ts';

/** What a search finds, as JSON, a page at a time: see docs/api.md. */
export async function GET({ nextUrl: { searchParams }, headers }: NextRequest): Promise<Response> {
  return answerSearch(searchParams, currencyFor(searchParams, headers));
}
