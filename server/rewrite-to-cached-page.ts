import { VISITOR_CURRENCY_HEADER } from '#lib/http/request-currency.ts';
import { tellNextClient } from './next-internals/tell-next-client.ts';
import { findCachedPath } from './page-cache/find-cached-path.ts';
import type { RequestExchange } from './request-exchange.ts';

/** All cached pages are below this path; their own URLs are open to everyone too. */
const CACHED = '/in/';
const API = '/api/';

/**
 * Rewrites a request to the cached page that answers it, if there is one: Next sees that page's URL, and the visitor's
 * stays as it is. A query may say the same thing in many ways, and many URLs are no pages at all; both are decided
 * here. Rewrites in next.config.js would be tried at each request and cost a tenth of it.
 */
export function rewriteToCachedPage(exchange: RequestExchange): void {
  const { request, url } = exchange;
  if (url.startsWith(CACHED)) {
    exchange.isCachedPage = true;
    return;
  }
  // A list of the API has the address at which programs create one more.
  if (request.method === 'POST' && url.startsWith(API)) return;
  const mark = url.indexOf('?');
  const [pathname, search] = mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark)];
  const found = findCachedPath(pathname, search.slice(1));
  if (!found) return;
  exchange.isCachedPage = true;
  const path = `${CACHED}${found.currency ?? request.headers[VISITOR_CURRENCY_HEADER]}${found.path}`;
  request.url = path + search;
  if (request.headers.rsc !== undefined) tellNextClient(exchange, { path, visiblePath: pathname });
}
