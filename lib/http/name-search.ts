import type { IncomingMessage } from 'node:http';
import { searchParams } from '#lib/domain/search.ts';
import { searchKey } from '#lib/domain/search-key.ts';
import { parseSearch } from '#lib/schemas/search.ts';

/** The request header in which the rewrites of next.config.js find which cached copy answers a search. */
const SEARCH_COPY = 'x-search-copy';

const SEARCH = /^\/search\/?(?:\?(.*))?$/s;

/** Names the copy for a request to /search, whose query may say the same in many ways. */
export function nameSearch(request: IncomingMessage): void {
  // Nobody else may name one.
  delete request.headers[SEARCH_COPY];
  const [found, text = ''] = SEARCH.exec(request.url ?? '') ?? [];
  if (found === undefined) return;
  const given = new URLSearchParams(text);
  const params = new URLSearchParams(searchParams(parseSearch(given)));
  const after = given.get('after');
  if (after && after.length <= 100) params.set('after', after);
  request.headers[SEARCH_COPY] = searchKey(params.toString());
}
