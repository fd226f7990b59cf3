import { searchCountsResponse } from '../../../../../api/search/search-responses.ts';
import { type CachedQueryProps, readCachedQuery } from '../../read-cached-query.ts';

export const dynamic = 'force-static';
export const generateStaticParams = () => [];

/** The cached responses of /api/search/counts. */
export async function GET(_: Request, props: CachedQueryProps): Promise<Response> {
  const query = await readCachedQuery(props);
  return query instanceof Response ? query : searchCountsResponse(new URLSearchParams(query.text), query.currency);
}
