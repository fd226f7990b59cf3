import { env } from '#lib/env.ts';
import { paymentPageSource } from '#lib/payments/payment-page.ts';

/** Where browsers report what a policy has blocked. */
const REPORTS_PATH = '/api/csp-reports';
/** The name of that place in the header `Reporting-Endpoints`. */
const REPORTS = 'csp';
export const REPORTING_ENDPOINTS = `${REPORTS}="${REPORTS_PATH}"`;

/** For JSON, text, redirects and the page of a 503: they load nothing, and only that page has a style. */
export const POLICY_WITHOUT_CONTENT =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * For pictures that somebody uploaded, in case a browser ever takes one for a document. A browser shows one that is opened
 * by itself with styles of its own.
 */
export const POLICY_OF_FILES =
  "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

let shared: string | undefined;

/**
 * The policy of a page. Styles may be inline, because the widths of works and charts are style attributes, for which
 * there are neither hashes nor nonces.
 * @param scripts the directive `script-src`.
 */
export function pagePolicy(scripts: string): string {
  shared ??= sharedDirectives(env().NODE_ENV === 'development');
  return `${scripts}${shared}`;
}

/** @param isDevelopment React evaluates code to show where errors come from, and Next reloads by a web socket. */
function sharedDirectives(isDevelopment: boolean): string {
  const directives = [
    "default-src 'self'",
    `connect-src 'self'${isDevelopment ? ' ws: wss:' : ''}`,
    "img-src 'self' data: blob:",
    "style-src 'self' 'unsafe-inline'",
    // “Buy” leads to Stripe, and browsers check that redirect too.
    `form-action 'self' ${paymentPageSource()}`,
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    `report-uri ${REPORTS_PATH}`,
    `report-to ${REPORTS}`,
  ];
  return `${isDevelopment ? " 'unsafe-eval'" : ''}; ${directives.join('; ')}`;
}
