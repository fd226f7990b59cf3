import type { KeysetCursor } from '#lib/domain/keyset-page.ts';
import { readKeysetCursor } from '#lib/schemas/keyset-cursor.ts';
import { invalid } from './read-request.ts';

/** Where a page of a list begins; null for the newest. @throws {ApiProblem} invalid-request for a cursor that is none */
export function readCursor(query: { older?: string | undefined; newer?: string | undefined }): KeysetCursor | null {
  const cursor = readKeysetCursor(query);
  const field = query.older === undefined ? 'newer' : 'older';
  if (!cursor && query[field] !== undefined) throw invalid([{ field, detail: 'This is not a cursor of this list.' }]);
  return cursor;
}
