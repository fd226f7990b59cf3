import { apiRoute } from '#lib/api/answer.ts';
import { requestCurrency } from '#lib/http/request-currency.ts';
import * as operations from '#lib/schemas/api/search.ts';
import { searchReply } from './search-reply.ts';

/** Valid queries are rewritten to a cached response below /in/[currency]/api/v1-search, so only others get here. */
export const GET = apiRoute(operations.searchPosts, ({ request, query }) =>
  searchReply(new URL(request.url).searchParams, query.currency ?? requestCurrency(request.headers)),
);
