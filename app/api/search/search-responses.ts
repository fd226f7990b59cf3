import { parseSearch } from '#lib/schemas/search.ts';
import { cachedSearchCounts, cachedSearchList, cachedSuggestions } from '#server/page-cache/search-results.ts';
import { errorResponse, listResponse } from '../list-response.ts';

/** One page of results, for visitors with this currency. */
export async function searchResponse(params: URLSearchParams, currency: string): Promise<Response> {
  const found = await cachedSearchList(currency, parseSearch(params), params.get('after'));
  if (!found) return errorResponse(400, '“after” is not a valid cursor.');
  const { page, ...rest } = found;
  return listResponse({ ...page, ...rest });
}

/** The number of results, in all and for each value of each filter. */
export async function searchCountsResponse(params: URLSearchParams, currency: string): Promise<Response> {
  return listResponse(await cachedSearchCounts(currency, parseSearch(params)));
}

/** Completions of the words typed so far. */
export async function suggestionsResponse(words: string): Promise<Response> {
  return listResponse(await cachedSuggestions(words));
}
