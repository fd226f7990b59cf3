import { suggestionsResponse } from '../../../../../api/search/search-responses.ts';
import { type CachedQueryProps, readCachedQuery } from '../../read-cached-query.ts';

export const dynamic = 'force-static';
export const generateStaticParams = () => [];

/** The cached responses of /api/search/suggest. */
export async function GET(_: Request, props: CachedQueryProps): Promise<Response> {
  const query = await readCachedQuery(props, true);
  return query instanceof Response ? query : suggestionsResponse(query.text);
}
