import { assertAdmin } from '#lib/accounts/assert-admin.ts';
import { requireActionViewer } from '#lib/auth/form-action.ts';
import type { Viewer } from '#lib/domain/viewer.ts';

/** The admin who sent an action. @throws {ExpectedError} signed-out, not-found, admin-needs-factor */
export async function requireActionAdmin(): Promise<Viewer> {
  const viewer = await requireActionViewer();
  assertAdmin(viewer);
  return viewer;
}
