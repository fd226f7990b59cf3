import { searchResponse } from '../../../../../api/search/search-responses.ts';
import { type CachedQueryProps, readCachedQuery } from '../../read-cached-query.ts';

export const dynamic = 'force-static';
export const generateStaticParams = () => [];

/** The cached responses of /api/search. */
export async function GET(_: Request, props: CachedQueryProps): Promise<Response> {
  const query = await readCachedQuery(props);
  return query instanceof Response ? query : searchResponse(new URLSearchParams(query.text), query.currency);
}
