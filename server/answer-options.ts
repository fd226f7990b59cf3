import type { RequestExchange } from './request-exchange.ts';

/** What may be asked of a cached page or list: Next fails at OPTIONS for a list that it caches whole. */
export function answerOptions({ request, response, isCachedPage }: RequestExchange): void {
  if (request.method !== 'OPTIONS' || !isCachedPage) return;
  response.writeHead(204, { allow: 'GET, HEAD, OPTIONS' });
  response.end();
}
