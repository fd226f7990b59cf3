import { db } from '#lib/db.ts';
import { type FollowerRef, whereFollower } from './list-follows.ts';

/** Somebody stops following one artist. Who does not follow them is not changed. */
export async function unfollowArtist(follower: FollowerRef, artistId: string): Promise<void> {
  await db().$transaction(async (tx) => {
    await tx.follow.deleteMany({ where: { artistId, follower: whereFollower(follower) } });
    await tx.followNews.deleteMany({ where: { post: { artistId }, follower: whereFollower(follower) } });
    // Nothing is stored of somebody who follows nobody; mails that wait for them go too.
    await tx.follower.deleteMany({ where: { ...whereFollower(follower), follows: { none: {} } } });
  });
}

/** Somebody stops following everybody, and is forgotten. */
export async function unfollowAll(follower: FollowerRef): Promise<void> {
  await db().follower.deleteMany({ where: whereFollower(follower) });
}
