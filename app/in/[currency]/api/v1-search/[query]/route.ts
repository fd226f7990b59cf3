import { searchReply } from '../../../../../api/v1/search/search-reply.ts';
import { cachedApiResponse } from '../../cached-api-response.ts';
import type { CachedQueryProps } from '../../read-cached-query.ts';

export const dynamic = 'force-static';
export const generateStaticParams = () => [];

/** The cached responses of GET /api/v1/search. */
export const GET = (_: Request, props: CachedQueryProps): Promise<Response> => cachedApiResponse(props, searchReply);
