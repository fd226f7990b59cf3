import { databaseErrorOf, latestDatabaseError } from '#lib/database-errors.ts';
import { logFailure } from '#lib/logger.ts';
import { POLICY_WITHOUT_CONTENT } from './content-security-policy.ts';
import { loggedPath } from './logged-path.ts';
import type { RequestExchange } from './request-exchange.ts';
import { RETRY_AFTER, unavailableBody } from './unavailable-body.ts';

/** Headers that describe the replaced body. */
const ABOUT_THE_BODY = /^(content-|transfer-encoding|etag|last-modified|cache-control|vary|x-nextjs-)/;

/**
 * Turns Next's response to a request that the database failed into 503 with one sentence and a reference. Next lets
 * neither a page nor an error boundary choose a status once a page has thrown, so this happens where the response leaves.
 */
export function respondUnavailable({ request, url, response, outgoing, context }: RequestExchange): void {
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
    const reference = logFailure('responded with 503 because the database failed', cause, {
      method,
      path: loggedPath(url),
    });
    const { type, body } = unavailableBody({ request, url, reference });
    outgoing.replaceBody(body);
    for (const name of response.getHeaderNames()) if (ABOUT_THE_BODY.test(name)) response.removeHeader(name);
    response.statusCode = 503;
    response.setHeader('content-type', type);
    response.setHeader('content-security-policy', POLICY_WITHOUT_CONTENT);
    response.setHeader('content-length', Buffer.byteLength(body));
    response.setHeader('cache-control', 'no-store');
    response.setHeader('retry-after', RETRY_AFTER);
  });
}
