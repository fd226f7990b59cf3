import type { IncomingMessage, ServerResponse } from 'node:http';
import { anyDatabaseTrouble, databaseTrouble, type RequestState } from '#lib/database-trouble.ts';
import { logFailure } from '#lib/logger.ts';
import { RETRY_AFTER, unavailableAnswer } from './unavailable-answer.ts';

/** Headers that speak of the body which is replaced. */
const OF_THE_BODY = /^(content-(?!security-policy)|transfer-encoding|etag|last-modified|cache-control|vary|x-nextjs-)/;

type Call = (...given: never[]) => unknown;

type Answering = {
  request: IncomingMessage;
  /** The address as the visitor knows it. */
  url: string;
  response: ServerResponse;
  state: RequestState;
};

/**
 * Turns what Next answers when the database failed a request into 503, one sentence and a reference. Next
 * lets neither a page nor an error boundary choose a status once a page has thrown, so this is done where
 * the answer leaves, below everything that Next and its compression do to it.
 */
export function answerUnavailable({ request, url, response, state }: Answering): void {
  // Pages for Next's own client begin with 200 and may fail in the middle, so those wait for their end.
  const forClient = request.headers.rsc !== undefined;
  let held: { head: unknown[]; chunks: unknown[][] } | undefined = forClient ? { head: [], chunks: [] } : undefined;
  let instead: string | undefined;
  const own = { writeHead: response.writeHead, write: response.write };

  const causeOfFailure = () => {
    const cause = databaseTrouble(state);
    if (response.statusCode === 500) return cause ?? anyDatabaseTrouble();
    return forClient && response.statusCode === 200 ? cause : null;
  };

  const replaceIfNeeded = () => {
    if (instead !== undefined || response.headersSent) return;
    if (state.toldByItself && response.statusCode < 300) {
      response.statusCode = 503;
      response.setHeader('retry-after', RETRY_AFTER);
      return;
    }
    const cause = causeOfFailure();
    if (!cause) return;
    const { method } = request;
    const reference = logFailure('the database failed a request, which was answered 503', cause, { method, url });
    const { type, body } = unavailableAnswer({ request, url, reference });
    instead = body;
    for (const name of response.getHeaderNames()) if (OF_THE_BODY.test(name)) response.removeHeader(name);
    response.statusCode = 503;
    response.setHeader('content-type', type);
    response.setHeader('content-length', Buffer.byteLength(body));
    response.setHeader('cache-control', 'no-store');
    response.setHeader('retry-after', RETRY_AFTER);
  };

  response.writeHead = intercepted(response.writeHead, (writeHead, given) => {
    const [status, ...rest] = given;
    if (typeof status === 'number') response.statusCode = status;
    if (held) {
      held.head = rest;
      return response;
    }
    replaceIfNeeded();
    return instead === undefined ? writeHead(response.statusCode, ...rest) : writeHead(503);
  });
  response.flushHeaders = intercepted(response.flushHeaders, (flushHeaders) => {
    if (!held) flushHeaders();
  });
  response.write = intercepted(response.write, (write, given) => {
    if (held) return held.chunks.push(given) > 0;
    replaceIfNeeded();
    if (instead === undefined) return write(...given);
    const written = given.at(-1);
    if (typeof written === 'function') process.nextTick(written);
    return true;
  });
  response.end = intercepted(response.end, (end, given) => {
    const { head = [], chunks = [] } = held ?? {};
    held = undefined;
    replaceIfNeeded();
    if (instead !== undefined) return end(instead);
    // Node's own: by now Next's compression stands before those of `response`.
    if (head.length > 0) Reflect.apply(own.writeHead, response, [response.statusCode, ...head]);
    for (const chunk of chunks) Reflect.apply(own.write, response, chunk);
    return end(...given);
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
