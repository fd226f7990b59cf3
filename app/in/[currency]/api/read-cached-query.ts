import { isCurrency } from '#lib/domain/money/currencies.ts';
import { readSearchKey } from '#lib/domain/search/search-key.ts';
import { errorResponse } from '../../../api/list-response.ts';

export type CachedQueryProps = { params: Promise<{ currency: string; query: string }> };

/**
 * The currency and the query in the path of a cached JSON response, or an error response.
 * @param isText whether the query is a text, not a query string.
 */
export async function readCachedQuery(
  { params }: CachedQueryProps,
  isText = false,
): Promise<{ currency: string; text: string } | Response> {
  const { currency, query } = await params;
  const text = readSearchKey(query, isText);
  return text === null || !isCurrency(currency) ? errorResponse(404, 'There is no such list.') : { currency, text };
}
