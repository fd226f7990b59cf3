import type { IncomingMessage } from 'node:http';
import type { RequestExchange } from './request-exchange.ts';
import { sentenceBody } from './sentence-body.ts';

const SENTENCE = 'This form could not be read: please load the page again and send it once more.';

/**
 * Turns Next's 500 into 400 where a form action never started: Next could not read its arguments, which is what somebody
 * sent and not a fault of the shop. Once an action has started, its failures are its own.
 */
export function refuseUnreadableAction({ request, url, response, outgoing, context }: RequestExchange): void {
  if (!isPossibleAction(request) || url.startsWith('/api/')) return;
  context.awaitsAction = true;
  outgoing.beforeHead(() => {
    if (response.statusCode !== 500 || !context.awaitsAction) return;
    const { type, body } = sentenceBody({
      ...{ request, url, sentence: SENTENCE },
      ...{ title: 'This form could not be read', code: 'malformed-request' },
    });
    outgoing.replaceBody(body);
    for (const name of ['transfer-encoding', 'content-encoding', 'etag']) response.removeHeader(name);
    response.statusCode = 400;
    response.setHeader('content-type', type);
    response.setHeader('content-length', Buffer.byteLength(body));
    response.setHeader('cache-control', 'no-store');
  });
}

const isPossibleAction = ({ method, headers }: IncomingMessage) =>
  method === 'POST' &&
  (headers['next-action'] !== undefined || (headers['content-type'] ?? '').startsWith('multipart/form-data'));
