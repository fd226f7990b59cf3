import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';

/** @throws {ExpectedError} not-found for viewers who are not admins. */
export function assertAdmin(viewer: Viewer): void {
  if (viewer.role !== 'ADMIN') throw new ExpectedError('not-found');
}
