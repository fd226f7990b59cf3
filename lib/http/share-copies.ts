import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * For one second a shared cache may answer with its own copy, and for one more while it gets a new one: so what it
 * answers is never older than two.
 */
const SHARED = 'public, max-age=0, s-maxage=1, stale-while-revalidate=1';
/**
 * What a script asks for Chromium would take from its own cache during that second more, where it takes no page from: a page
 * that has heard of a sale would show the state before it. See docs/decisions/shared-cache.md.
 */
const SHARED_TO_SCRIPTS = 'public, max-age=0, s-maxage=1';
/** nginx counts in whole seconds, so its “one” is up to two. It says when it asks, and is told to the end of which second to keep. */
const ASKED_AT = 'x-cache-time';
const ENDS_AT = 'x-accel-expires';
const SECONDS = /^\d{1,12}(?=\.|$)/;

const OWN = 'private, no-cache';
const NOBODYS = 'no-store';

/**
 * Says of an answer that comes from a kept copy that shared caches may keep it too. What is missing or went wrong, and
 * what sets a cookie, is for the one who asked.
 */
export function shareCopies({ method, headers }: IncomingMessage, response: ServerResponse): void {
  if (method !== 'GET' && method !== 'HEAD') return;
  const shared = isByScript(headers) ? SHARED_TO_SCRIPTS : SHARED;
  const [askedAt] = SECONDS.exec(String(headers[ASKED_AT] ?? '')) ?? [];
  const { writeHead } = response;
  response.writeHead = (...given: unknown[]) => {
    const status = typeof given[0] === 'number' ? given[0] : response.statusCode;
    if (status === 200 && !response.hasHeader('set-cookie')) {
      response.setHeader('cache-control', shared);
      // After Cache-Control, of which nginx would otherwise not read the rest.
      if (askedAt) response.setHeader(ENDS_AT, `@${askedAt}`);
    } else if (response.getHeader('cache-control') !== NOBODYS) response.setHeader('cache-control', OWN);
    return Reflect.apply(writeHead, response, given);
  };
}

const isByScript = ({ rsc, 'sec-fetch-dest': use }: IncomingMessage['headers']) => rsc !== undefined || use === 'empty';
