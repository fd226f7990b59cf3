import { db } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import type { Profile } from '#lib/schemas/accounts.ts';

/** The name and the text on the artist's page. */
export async function updateProfile(viewer: Viewer, profile: Profile): Promise<void> {
  await db().user.update({ where: { id: viewer.id }, data: profile });
}
