import { answerOptions } from './answer-options.ts';
import { closeWhenStopping } from './close-when-stopping.ts';
import { encodeCachedPage } from './encode-cached-page.ts';
import { limitBody } from './limit-body.ts';
import { logRefusedRequest } from './log-refused-request.ts';
import { removeInternalHeaders } from './next-internals/remove-internal-headers.ts';
import { refuseForeignForms } from './refuse-foreign-forms.ts';
import { refuseMalformedRequest } from './refuse-malformed-request.ts';
import { refuseUnreadableAction } from './refuse-unreadable-action.ts';
import type { Step } from './request-exchange.ts';
import { respondUnavailable } from './respond-unavailable.ts';
import { rewriteToCachedPage } from './rewrite-to-cached-page.ts';
import { setClientAddress } from './set-client-address.ts';
import { setSecurityHeaders } from './set-security-headers.ts';
import { setSharedCacheHeaders } from './set-shared-cache-headers.ts';
import { setVisitorCurrency } from './set-visitor-currency.ts';

/**
 * What happens to every request, in this order, before Next answers it. What a step adds to the response's head
 * is written in the same order, at the moment when Next sends it. A step that responds by itself is the last one.
 */
export const REQUEST_STEPS: readonly Step[] = [
  // `x-forwarded-for` is the client's one true address for everything behind.
  setClientAddress,
  // One line in the log, once it is over, for a request that was refused.
  logRefusedRequest,
  // What only Next itself may say to Next.
  removeInternalHeaders,
  // While the process stops: asks the client to close its connection.
  closeWhenStopping,
  // 400 with one sentence for a URL that cannot be read; then the others, and Next, never see the request.
  refuseMalformedRequest,
  // 413 with one sentence for a body that is larger than its route takes.
  limitBody,
  // 503 with one sentence if the database fails this request, in place of Next's 500.
  respondUnavailable,
  // 400 with one sentence if Next could not read a form, in place of its 500.
  refuseUnreadableAction,
  // `x-visitor-currency` for everything behind, and `Vary` for every cache in front.
  setVisitorCurrency,
  // Next reads the URL of the cached page in that currency; the visitor's stays as it is.
  rewriteToCachedPage,
  // Content Security Policy, and whatever else tells a browser what it may do with the response.
  setSecurityHeaders,
  // 204 to OPTIONS for the API, and for a cached page or list, at which Next would fail; CORS for the API.
  answerOptions,
  // 403 for forms of other sites: Next lets a server action without Origin through.
  refuseForeignForms,
  // How long shared caches may keep such a page.
  setSharedCacheHeaders,
  // A cached page leaves as bytes that were encoded once.
  encodeCachedPage,
];
