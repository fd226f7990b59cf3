import type { Exchange } from './exchange.ts';
import { encodedPage } from './page-cache/encoded-pages.ts';

/** Sends a cached page as the bytes that were encoded when it was cached, instead of encoding it for each request. */
export function encodeCachedPage({ outgoing }: Exchange): void {
  outgoing.encodeBody(encodedPage);
}
