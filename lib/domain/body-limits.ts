import { IMPORT_LIMITS } from './imports/import.ts';
import { MAX_PICTURE_BYTES } from './pictures/picture.ts';
import { MAX_LOGO_BYTES } from './settings/logo.ts';

const KB = 1024;
const MB = 1024 * KB;

/** Bytes of a request's body, unless BODY_LIMITS has its path. Larger than any form of server actions. */
export const DEFAULT_BODY_LIMIT = 64 * KB;

/** Bytes of the largest form of a server action: what Next accepts, after the path's own limit. */
export const MAX_ACTION_BODY = 256 * KB;

/** Bytes of all text in the post form, between its pictures. */
export const POST_FORM_TEXT_LIMIT = 256 * KB;

/**
 * Bytes of the bodies that the routes with these paths accept; `*` is one segment. deploy/nginx.conf has the same values
 * where they are above the default: tests/unit/deploy/nginx-body-limits.test.ts.
 */
export const BODY_LIMITS = {
  '/posts/*/buy': 16 * KB,
  '/posts/*/visit': 1 * KB,
  '/currency/choose': 8 * KB,
  '/api/auth/*': 16 * KB,
  '/api/auth/*/*': 16 * KB,
  '/api/internal/refresh': 512 * KB,
  '/api/webhooks/stripe': 1 * MB,
  // A mail as it arrived. Its attachments are dropped, but people send them.
  '/api/mail/replies': 10 * MB,
  // One picture, sent as it is. A little more, so that a picture that is too large is refused as a picture.
  '/api/pictures': MAX_PICTURE_BYTES + 1 * MB,
  '/api/v1/pictures': MAX_PICTURE_BYTES + 1 * MB,
  // JSON may write each character as six.
  '/api/v1/posts': 256 * KB,
  '/api/v1/posts/*': 256 * KB,
  // A legal page: as many characters as LEGAL_PAGES allow, of three bytes each, and a logo.
  '/admin/settings/pages/*': 256 * KB,
  '/admin/settings/logo/save': MAX_LOGO_BYTES + 1 * MB,
  // The post form without JavaScript: a large picture or several small ones, and the text.
  '/dashboard/works/save': 32 * MB,
  // A CSV file, or a ZIP with one and pictures. A little more, so that one that is too large gets a report.
  '/dashboard/works/import/upload': IMPORT_LIMITS.bytes + 1 * MB,
  '/dashboard/settings/profile/portrait': MAX_PICTURE_BYTES + 1 * MB,
} as const;

const patterns = Object.entries(BODY_LIMITS).map(
  ([path, limit]) => [new RegExp(`^${path.replaceAll('*', '[^/]+')}$`), limit] as const,
);

/** How many bytes the body of a request to this URL may have. A path in another spelling has the default. */
export function bodyLimit(url: string): number {
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  return patterns.find(([pattern]) => pattern.test(path))?.[1] ?? DEFAULT_BODY_LIMIT;
}
