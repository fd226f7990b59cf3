import type { ServerResponse } from 'node:http';
import { encodedPage } from '#lib/cache/encoded-pages.ts';

/** Sends a kept page as the bytes that were made of it once, instead of encoding it for each request. */
export function sendEncoded(response: ServerResponse): void {
  const { end } = response;
  response.end = (...given: unknown[]) => {
    const [page] = given;
    const bytes = typeof page === 'string' ? encodedPage(page) : undefined;
    if (bytes) given[0] = bytes;
    return Reflect.apply(end, response, given);
  };
}
