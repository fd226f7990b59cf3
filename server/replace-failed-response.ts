import { databaseErrorOf, latestDatabaseError } from '#lib/database-errors.ts';
import { logFailure } from '#lib/logger.ts';
import type { Exchange } from './exchange.ts';
import { RETRY_AFTER, unavailableResponse } from './unavailable-response.ts';

/** Headers that describe the body that is replaced. */
const ABOUT_THE_BODY =
  /^(content-(?!security-policy)|transfer-encoding|etag|last-modified|cache-control|vary|x-nextjs-)/;

/**
 * Turns what Next answers when the database failed a request into 503 with one sentence and a reference. Next lets
 * neither a page nor an error boundary choose a status once a page has thrown, so this happens where the response leaves.
 */
export function replaceFailedResponse({ request, url, response, outgoing, context }: Exchange): void {
  // Responses to Next's own client begin with 200 and may fail halfway, so those wait for their end.
  const isForNextClient = request.headers.rsc !== undefined;
  if (isForNextClient) outgoing.holdUntilEnd();

  const causeOfFailure = () => {
    const cause = databaseErrorOf(context);
    if (response.statusCode === 500) return cause ?? latestDatabaseError();
    return isForNextClient && response.statusCode === 200 ? cause : null;
  };

  outgoing.beforeHead(() => {
    if (context.keepsOwnBody && response.statusCode < 300) {
      response.statusCode = 503;
      response.setHeader('retry-after', RETRY_AFTER);
      return;
    }
    const cause = causeOfFailure();
    if (!cause) return;
    const { method } = request;
    const reference = logFailure('the database failed a request, which was answered 503', cause, { method, url });
    const { type, body } = unavailableResponse({ request, url, reference });
    outgoing.replaceBody(body);
    for (const name of response.getHeaderNames()) if (ABOUT_THE_BODY.test(name)) response.removeHeader(name);
    response.statusCode = 503;
    response.setHeader('content-type', type);
    response.setHeader('content-length', Buffer.byteLength(body));
    response.setHeader('cache-control', 'no-store');
    response.setHeader('retry-after', RETRY_AFTER);
  });
}
