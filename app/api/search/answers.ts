import { parseSearch } from '#lib/schemas/search.ts';
import { cachedSearchCounts, cachedSearchPage, cachedSuggestions } from '#server/page-cache/search-results.ts';
import { listAnswer, problem } from '../list-answer.ts';

/** What a search finds, for visitors with this currency. */
export async function answerSearch(params: URLSearchParams, currency: string): Promise<Response> {
  const found = await cachedSearchPage(currency, parseSearch(params), params.get('after'));
  return found ? listAnswer(found.page) : problem(400, 'The value of “after” is not one of ours.');
}

/** How many works it finds, and with which properties. */
export async function answerCounts(params: URLSearchParams, currency: string): Promise<Response> {
  return listAnswer(await cachedSearchCounts(currency, parseSearch(params)));
}

/** What may be meant by these words. */
export async function answerSuggestions(words: string): Promise<Response> {
  return listAnswer(await cachedSuggestions(words));
}
