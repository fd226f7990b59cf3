import { isDeepStrictEqual } from 'node:util';
import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import type { Profile } from '#lib/schemas/accounts.ts';

/** The columns of what an artist says about themselves. */
export const PROFILE_COLUMNS = { displayName: true, bio: true, place: true, statement: true, links: true } as const;

/**
 * Updates the name, texts and links of the artist's page. Saving the same again changes nothing.
 * @param version the one that the form began with; null replaces whatever is stored.
 * @returns the version that is stored now.
 * @throws {ExpectedError} changed-elsewhere
 */
export async function updateProfile(
  viewer: Viewer,
  { displayName, bio, place, statement, links }: Profile,
  version: number | null = null,
): Promise<number> {
  const profile = { displayName, bio, place, statement, links };
  const [updated] = await db().user.updateManyAndReturn({
    where: { id: viewer.id, ...(version !== null && { profileVersion: version }) },
    data: { ...profile, profileVersion: { increment: 1 } },
    select: { profileVersion: true },
  });
  if (updated) return updated.profileVersion;
  const { profileVersion, ...stored } = await db().user.findFirstOrThrow({
    where: { id: viewer.id },
    select: { ...PROFILE_COLUMNS, profileVersion: true },
  });
  if (isDeepStrictEqual(stored, profile)) return profileVersion;
  throw new ExpectedError('changed-elsewhere');
}
