import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestContext } from '#lib/request-context.ts';
import { OutgoingResponse } from './outgoing-response.ts';

/** One HTTP exchange (RFC 9110), from before Next sees the request until its response has left. */
export type RequestExchange = {
  /** Steps may change its URL and headers: Next reads them afterwards. */
  request: IncomingMessage;
  /** The URL as the visitor sent it; its path and query if it was a whole URL. */
  url: string;
  /** Node's response. Steps may set headers early; what depends on Next's response goes through `outgoing`. */
  response: ServerResponse;
  outgoing: OutgoingResponse;
  context: RequestContext;
  /** Set by `rewriteToCachedPage`: a page or list that everyone sees alike answers. */
  isCachedPage: boolean;
};

/**
 * What happens to every request, as one function of one shape; server/request-steps.ts has their order. A step may answer
 * the request (`outgoing.answer`), and neither the following ones nor Next see it then.
 */
export type Step = (exchange: RequestExchange) => void;

export function newRequestExchange(request: IncomingMessage, response: ServerResponse): RequestExchange {
  return {
    request,
    url: request.url ?? '',
    response,
    outgoing: new OutgoingResponse(response),
    context: { failure: null, keepsOwnBody: false, awaitsAction: false, headers: request.headers },
    isCachedPage: false,
  };
}
