import { type Db, db, isOfLeavingAccount } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { MAX_FOLLOWS } from '#lib/domain/follow-mail.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { findOrCreateFollower } from './find-follower.ts';
import { requireFollowable } from './require-followable.ts';

/**
 * The viewer, whose address is proven, follows an artist from now on. Following again changes nothing.
 * @throws {ExpectedError} not-found, own-artist, email-unproven, too-many-follows, account-closing
 */
export async function followArtist(viewer: Viewer, username: string): Promise<void> {
  if (!viewer.isEmailProven) throw new ExpectedError('email-unproven');
  const artist = await requireFollowable(username);
  if (artist.id === viewer.id) throw new ExpectedError('own-artist');
  try {
    await db().$transaction(async (tx) => {
      const followerId = await findOrCreateFollower(tx, { userId: viewer.id, email: viewer.email });
      await requireRoom(tx, followerId);
      await tx.$executeRaw`
        INSERT INTO follows (follower_id, artist_id, confirmed_at)
        VALUES (${followerId}::uuid, ${artist.id}::uuid, now())
        ON CONFLICT (follower_id, artist_id) DO UPDATE
        SET confirmed_at = coalesce(follows.confirmed_at, now()), token_hash = NULL, token_expires_at = NULL`;
    });
  } catch (error) {
    if (isOfLeavingAccount(error)) throw new ExpectedError('account-closing');
    throw error;
  }
}

async function requireRoom(tx: Db, followerId: string): Promise<void> {
  if ((await tx.follow.count({ where: { followerId } })) >= MAX_FOLLOWS) throw new ExpectedError('too-many-follows');
}
