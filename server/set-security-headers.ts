import { randomBytes } from 'node:crypto';
import { env } from '#lib/env.ts';
import { POLICY_OF_FILES, POLICY_WITHOUT_CONTENT, pagePolicy, REPORTING_ENDPOINTS } from './content-security-policy.ts';
import { SCRIPT_SOURCES, scriptsByNonce } from './page-cache/script-sources.ts';
import type { RequestExchange } from './request-exchange.ts';

const POLICY = 'content-security-policy';
const STATIC_FILES = '/_next/static/';
const PICTURES = '/media/';
/** Anyone who has such a link needs nothing else: those to orders, those in mails about an account, to followers or to guests who ask, and the first admin's. */
const SECRET_LINKS = ['/orders/', '/links/', '/first-admin', '/following', '/messages'];
const HTML = 'text/html';

/**
 * Says in the response's head what a browser may do with it. Scripts run in a page only if the shop wrote them: those of a
 * cached page are known by their hashes, which are cached with it, and those of any other page by a nonce, a random value
 * that Next reads from the request and writes into its tags.
 */
export function setSecurityHeaders({ request, url, response, outgoing, isCachedPage }: RequestExchange): void {
  const { method, headers } = request;
  // Next would write a nonce of the visitor's into the page.
  delete headers[POLICY];
  delete headers[`${POLICY}-report-only`];
  response.setHeader('x-content-type-options', 'nosniff');
  // With no-referrer, their forms would come without an Origin.
  const isSecret = SECRET_LINKS.some((path) => url.startsWith(path));
  response.setHeader('referrer-policy', isSecret ? 'same-origin' : 'strict-origin-when-cross-origin');
  response.setHeader('x-frame-options', 'DENY');
  response.setHeader('permissions-policy', 'camera=(), microphone=(), geolocation=()');
  // Feed readers and previews of links show the pictures on other sites.
  response.setHeader('cross-origin-resource-policy', url.startsWith(PICTURES) ? 'cross-origin' : 'same-origin');
  if (url.startsWith(STATIC_FILES)) return;
  if (url.startsWith(PICTURES)) {
    response.setHeader(POLICY, POLICY_OF_FILES);
    return;
  }
  // A cached page is the same for everyone, but in development and for a form nothing is cached.
  const isRead = method === 'GET' || method === 'HEAD';
  const nonce = isCachedPage && isRead && env().NODE_ENV !== 'development' ? null : randomBytes(16).toString('base64');
  if (nonce) headers[POLICY] = `script-src 'nonce-${nonce}'`;
  outgoing.beforeHead(() => {
    const scripts = response.getHeader(POLICY) ?? (nonce ? scriptsByNonce(nonce) : null);
    const isPage = String(response.getHeader('content-type')).startsWith(HTML);
    if (!isPage || typeof scripts !== 'string' || !SCRIPT_SOURCES.test(scripts)) {
      response.setHeader(POLICY, POLICY_WITHOUT_CONTENT);
      return;
    }
    response.setHeader(POLICY, pagePolicy(scripts));
    response.setHeader('cross-origin-opener-policy', 'same-origin');
    response.setHeader('reporting-endpoints', REPORTING_ENDPOINTS);
  });
}
