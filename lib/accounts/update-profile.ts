import { db } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import type { Profile } from '#lib/schemas/accounts.ts';

/** Updates the name and text of the artist's page. */
export async function updateProfile(viewer: Viewer, profile: Profile): Promise<void> {
  await db().user.update({ where: { id: viewer.id }, data: profile });
}
