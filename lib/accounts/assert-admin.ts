import { ExpectedError } from '#lib/domain/errors.ts';
import { canModerate, type Viewer } from '#lib/domain/viewer.ts';

/** @throws {ExpectedError} not-found for viewers who are not admins. Somebody at the host's terminal may do everything. */
export function assertAdmin(viewer: Viewer | 'terminal'): void {
  if (viewer !== 'terminal' && viewer.role !== 'ADMIN') throw new ExpectedError('not-found');
}

/** @throws {ExpectedError} not-found for viewers who are neither moderators nor admins. */
export function assertModerator(viewer: Viewer): void {
  if (!canModerate(viewer)) throw new ExpectedError('not-found');
}
