import { isRouterState, ROUTER_STATE_HEADER } from './next-internals/is-router-state.ts';
import type { RequestExchange } from './request-exchange.ts';
import { sentenceBody } from './sentence-body.ts';

const BAD_URL = 'This URL is not valid: please check that it is complete.';
const BAD_STATE = 'This request is not valid: please load the page again.';

/** NUL, which PostgreSQL cannot store and no page of ours has. */
const ENCODED_NUL = /%00/;
const ABSOLUTE = /^https?:\/\//i;

/**
 * Responds with 400 and one sentence to a URL that no text can be read from, and to a header that Next cannot parse:
 * Next would fail at either. In a query, percent signs that encode nothing are what somebody typed.
 */
export function refuseMalformedRequest(exchange: RequestExchange): void {
  const { request } = exchange;
  // A client may send a whole URL, as to a proxy (RFC 9112, 3.2.2).
  if (ABSOLUTE.test(exchange.url)) takeOwnPath(exchange);
  const state = request.headers[ROUTER_STATE_HEADER];
  if (!isReadable(exchange.url)) refuse(exchange, BAD_URL);
  else if (state !== undefined && !isRouterState(state)) refuse(exchange, BAD_STATE);
}

function takeOwnPath(exchange: RequestExchange): void {
  const parsed = URL.parse(exchange.url);
  exchange.url = parsed ? parsed.pathname + parsed.search : '';
  exchange.request.url = exchange.url;
}

function isReadable(url: string): boolean {
  if (!url.startsWith('/')) return false;
  if (!url.includes('%')) return true;
  if (ENCODED_NUL.test(url)) return false;
  try {
    decodeURIComponent(url.split('?', 1)[0] ?? '');
    return true;
  } catch {
    return false;
  }
}

function refuse({ request, url, response }: RequestExchange, sentence: string): void {
  const { type, body } = sentenceBody({
    ...{ request, url, sentence },
    ...{ title: 'This page does not exist', code: 'malformed-request' },
  });
  response.writeHead(400, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}
