import type { NextRequest } from 'next/server';
import { parseSearch } from '#lib/schemas/search.ts';
import { answerSuggestions } from '../answers.ts';

/** What may be meant by the words typed so far: see docs/api.md. */
export async function GET({ nextUrl }: NextRequest): Promise<Response> {
  return answerSuggestions(parseSearch(nextUrl.searchParams).q);
}
