import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';

/**
 * An artist who can be followed: one with a public page.
 * @throws {ExpectedError} not-found
 */
export async function requireFollowable(username: string): Promise<{ id: string }> {
  const artist = await db().user.findFirst({
    where: { username, suspendedAt: null, closingAt: null, posts: { some: { listedAt: { not: null } } } },
    select: { id: true },
  });
  if (!artist) throw new ExpectedError('not-found');
  return artist;
}
