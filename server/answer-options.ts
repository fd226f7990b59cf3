import { isApiUrl } from '#lib/domain/api/base-path.ts';
import type { RequestExchange } from './request-exchange.ts';

/** What pages of other sites may send to the API: they have no cookie that counts here, so a token is all they can use. */
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'ETag, Link, Location, RateLimit, RateLimit-Policy, Retry-After, Idempotency-Replayed',
};
const PREFLIGHT = {
  ...CORS,
  'access-control-allow-methods': 'GET, POST, PATCH, DELETE',
  'access-control-allow-headers': 'Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match',
  'access-control-max-age': '7200',
};

/**
 * Answers OPTIONS for the API, which pages of other sites may use, and for a cached page or list, at which Next would
 * fail. Other responses of the API say that such pages may read them.
 */
export function answerOptions({ request, url, response, isCachedPage }: RequestExchange): void {
  const isApi = isApiUrl(url);
  if (request.method === 'OPTIONS' && (isApi || isCachedPage)) {
    response.writeHead(204, isApi ? PREFLIGHT : { allow: 'GET, HEAD, OPTIONS' });
    response.end();
  } else if (isApi) for (const [name, value] of Object.entries(CORS)) response.setHeader(name, value);
}
