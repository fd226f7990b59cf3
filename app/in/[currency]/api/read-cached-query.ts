import { isCurrency } from '#lib/domain/money/currencies.ts';
import { readSearchKey } from '#lib/domain/search/search-key.ts';
import { problem } from '../../../api/list-answer.ts';

export type CachedQueryProps = { params: Promise<{ currency: string; query: string }> };

/** What a copy of a JSON answer is for; lib/http/name-copy.ts names them. */
export async function readCachedQuery({
  params,
}: CachedQueryProps): Promise<{ currency: string; text: string } | Response> {
  const { currency, query } = await params;
  const text = readSearchKey(query);
  return text === null || !isCurrency(currency) ? problem(404, 'There is no such list.') : { currency, text };
}
