import { encodedPage } from './page-cache/encoded-pages.ts';
import type { RequestExchange } from './request-exchange.ts';

/** Sends a cached page as the bytes that were encoded when it was cached, instead of encoding it for each request. */
export function encodeCachedPage({ outgoing }: RequestExchange): void {
  outgoing.encodeBody(encodedPage);
}
