import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';

/** @throws {ExpectedError} not-found for everybody who does not look after the place. */
export function assertAdmin(viewer: Viewer): void {
  if (viewer.role !== 'ADMIN') throw new ExpectedError('not-found');
}
