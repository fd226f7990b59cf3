import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import type { Profile } from '#lib/schemas/accounts.ts';

/**
 * Updates the name and text of the artist's page. Saving the same again changes nothing.
 * @param version the one that the form began with; null replaces whatever is stored.
 * @returns the version that is stored now.
 * @throws {ExpectedError} changed-elsewhere
 */
export async function updateProfile(
  viewer: Viewer,
  { displayName, bio }: Profile,
  version: number | null = null,
): Promise<number> {
  const [updated] = await db().user.updateManyAndReturn({
    where: { id: viewer.id, ...(version !== null && { profileVersion: version }) },
    data: { displayName, bio, profileVersion: { increment: 1 } },
    select: { profileVersion: true },
  });
  if (updated) return updated.profileVersion;
  const stored = await db().user.findFirstOrThrow({
    where: { id: viewer.id },
    select: { displayName: true, bio: true, profileVersion: true },
  });
  if (stored.displayName === displayName && stored.bio === bio) return stored.profileVersion;
  throw new ExpectedError('changed-elsewhere');
}
