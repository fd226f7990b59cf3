import type { IncomingMessage, ServerResponse } from 'node:http';
import { anyDatabaseTrouble, databaseTrouble, type RequestState } from '#lib/database-trouble.ts';
import { logFailure } from '#lib/logger.ts';
import { RETRY_AFTER, unavailableAnswer } from './unavailable-answer.ts';

/** Headers that speak of the body which is replaced. */
const OF_THE_BODY = /^(content-(?!security-policy)|transfer-encoding|etag|last-modified|cache-control|vary|x-nextjs-)/;

type Call = (...given: never[]) => unknown;

/**
 * Turns the 500 that Next answers when the database failed a request into 503, one sentence and a
 * reference. Next lets neither a page nor an error boundary choose a status once a page has thrown, so
 * this is done where the answer leaves, below everything that Next and its compression do to it.
 */
export function answerUnavailable(request: IncomingMessage, response: ServerResponse, state: RequestState): void {
  let instead: string | undefined;

  const replaceIfNeeded = () => {
    if (instead !== undefined || response.headersSent) return;
    if (state.toldByItself && response.statusCode < 300) {
      response.statusCode = 503;
      response.setHeader('retry-after', RETRY_AFTER);
    }
    const cause = response.statusCode === 500 ? (databaseTrouble(state) ?? anyDatabaseTrouble()) : null;
    if (!cause) return;
    const { method, url } = request;
    const reference = logFailure('the database failed a request, which was answered 503', cause, { method, url });
    const { type, body } = unavailableAnswer(request, reference);
    instead = body;
    for (const name of response.getHeaderNames()) if (OF_THE_BODY.test(name)) response.removeHeader(name);
    response.statusCode = 503;
    response.setHeader('content-type', type);
    response.setHeader('content-length', Buffer.byteLength(body));
    response.setHeader('cache-control', 'no-store');
    response.setHeader('retry-after', RETRY_AFTER);
  };

  response.writeHead = intercepted(response.writeHead, (writeHead, given) => {
    const [status] = given;
    if (typeof status === 'number') response.statusCode = status;
    replaceIfNeeded();
    return instead === undefined ? writeHead(response.statusCode, ...given.slice(1)) : writeHead(503);
  });
  response.write = intercepted(response.write, (write, given) => {
    replaceIfNeeded();
    if (instead === undefined) return write(...given);
    const written = given.at(-1);
    if (typeof written === 'function') process.nextTick(written);
    return true;
  });
  response.end = intercepted(response.end, (end, given) => {
    replaceIfNeeded();
    return instead === undefined ? end(...given) : end(instead);
  });
}

/** The same method, with `instead` called in its place. */
function intercepted<F extends Call>(
  method: F,
  instead: (method: (...given: unknown[]) => unknown, given: unknown[]) => unknown,
): F {
  return new Proxy(method, {
    apply: (target, self, given) => instead((...changed) => Reflect.apply(target, self, changed), given),
  });
}
