import type { IncomingMessage } from 'node:http';
import type { RequestExchange } from './request-exchange.ts';

/**
 * A shared cache may answer by itself for one second, and for one more while it gets a new copy: what it sends is
 * never older than two seconds.
 */
const SHARED = 'public, max-age=0, s-maxage=1, stale-while-revalidate=1';
/**
 * Chromium would answer a script's fetch from its own cache during that second more, which it does not do for a page: a
 * page that has heard of a sale would show the state before it. See docs/decisions/0009-shared-caches.md.
 */
const SHARED_WITH_SCRIPTS = 'public, max-age=0, s-maxage=1';
/** nginx counts whole seconds, so its “one” is up to two. It sends the time and is told until the end of which second to keep the page. */
const NGINX_TIME = 'x-cache-time';
const NGINX_EXPIRES = 'x-accel-expires';
const WHOLE_SECONDS = /^\d{1,12}(?=\.|$)/;

const PRIVATE = 'private, no-cache';
const NO_STORE = 'no-store';

/** Lets shared caches keep a cached page. What is missing, went wrong or sets a cookie is only for who asked. */
export function setSharedCacheHeaders({ isCachedPage, request, response, outgoing }: RequestExchange): void {
  const { method, headers } = request;
  if (!isCachedPage || (method !== 'GET' && method !== 'HEAD')) return;
  const shared = isByScript(headers) ? SHARED_WITH_SCRIPTS : SHARED;
  const [time] = WHOLE_SECONDS.exec(String(headers[NGINX_TIME] ?? '')) ?? [];
  outgoing.beforeHead(() => {
    if (response.statusCode === 200 && !response.hasHeader('set-cookie')) {
      response.setHeader('cache-control', shared);
      // After Cache-Control, of which nginx would otherwise not read the rest.
      if (time) response.setHeader(NGINX_EXPIRES, `@${time}`);
    } else if (response.getHeader('cache-control') !== NO_STORE) response.setHeader('cache-control', PRIVATE);
  });
}

const isByScript = ({ rsc, 'sec-fetch-dest': destination }: IncomingMessage['headers']) =>
  rsc !== undefined || destination === 'empty';
