import { requireActionViewer } from '#lib/auth/form-action.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';

/** The admin who sent an action. @throws {ExpectedError} signed-out, not-found */
export async function requireActionAdmin(): Promise<Viewer> {
  const viewer = await requireActionViewer();
  if (viewer.role !== 'ADMIN') throw new ExpectedError('not-found');
  return viewer;
}
