import { ExpectedError } from '#lib/domain/errors.ts';
import { adminRefusal, moderatorRefusal, type Viewer } from '#lib/domain/viewer.ts';

/**
 * Somebody at the host's terminal may do everything.
 * @throws {ExpectedError} not-found for viewers who are not admins, admin-needs-factor for those without a second factor
 */
export function assertAdmin(viewer: Viewer | 'terminal'): void {
  const refusal = viewer === 'terminal' ? null : adminRefusal(viewer);
  if (refusal) throw new ExpectedError(refusal);
}

/** @throws {ExpectedError} the same, for viewers who are neither moderators nor admins. */
export function assertModerator(viewer: Viewer): void {
  const refusal = moderatorRefusal(viewer);
  if (refusal) throw new ExpectedError(refusal);
}
