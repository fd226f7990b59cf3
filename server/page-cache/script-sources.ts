import { createHash } from 'node:crypto';
import { END_SCRIPT, HEAD_SCRIPT } from '#lib/view/inline-scripts.ts';

/** The source that allows exactly this inline script (https://www.w3.org/TR/CSP3/#external-hash). */
const hashSource = (script: string) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`;

/** The shop's own files, and the two scripts that every page has in its HTML. */
const SHARED = `script-src 'self' ${hashSource(HEAD_SCRIPT)} ${hashSource(END_SCRIPT)}`;

/** The part of a Content Security Policy that says which scripts may run. Every cached page has its own as a header. */
export const SCRIPT_SOURCES = /^script-src /;

/** For a cached page. @param inline the texts of its other inline scripts. */
export const scriptsByHash = (inline: readonly string[]): string => [SHARED, ...inline.map(hashSource)].join(' ');

/** For a page that is rendered for one request. */
export const scriptsByNonce = (nonce: string): string => `${SHARED} 'nonce-${nonce}'`;
