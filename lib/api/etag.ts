import { createHash } from 'node:crypto';
import { ApiProblem } from '#lib/domain/api/problem.ts';

const HASH_CHARACTERS = 16;
const TAG = /^"(\d{1,10})-[\w-]{16}"$/;

/**
 * The ETag of something with a version: the version, by which a change is compared and written in one statement, and a
 * hash of everything that is shown, because a sale changes what is shown and not the version.
 */
export function etagOf(version: number, shown: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify(shown)).digest('base64url').slice(0, HASH_CHARACTERS);
  return `"${version}-${hash}"`;
}

/** Whether If-None-Match names this ETag (weak comparison, RFC 9110). */
export function isNotModified(request: Request, etag: string): boolean {
  const sent = request.headers.get('if-none-match');
  return sent !== null && listed(sent).some((tag) => tag === '*' || tag.replace(/^W\//, '') === etag);
}

/**
 * The version that a change must find, by If-Match; null where the request sets no condition.
 * @throws {ApiProblem} changed-since
 */
export function requiredVersion(request: Request, current: { etag: string; shown: unknown }): number | null {
  const sent = request.headers.get('if-match');
  if (sent === null || sent.trim() === '*') return null;
  if (!listed(sent).includes(current.etag)) throw changedSince(current);
  return Number(TAG.exec(current.etag)?.[1]);
}

export const changedSince = ({ etag, shown }: { etag: string; shown: unknown }): ApiProblem =>
  new ApiProblem('changed-since', {
    detail: 'This was changed after you read it. What is stored now is in “current”, and its ETag in the header.',
    headers: { etag },
    current: shown,
  });

const listed = (header: string) => header.split(',').map((tag) => tag.trim());
