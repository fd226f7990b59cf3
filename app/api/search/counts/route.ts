import type { NextRequest } from 'next/server';
import { answerCounts } from '../answers.ts';
import { currencyFor } from '../currency-for.ts';

/** How many works a search finds, and with which properties: see docs/api.md. */
export async function GET({ nextUrl: { searchParams }, headers }: NextRequest): Promise<Response> {
  return answerCounts(searchParams, currencyFor(searchParams, headers));
}
