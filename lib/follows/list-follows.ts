import { db, type Prisma } from '#lib/db.ts';
import type { ArtistName } from '#lib/domain/posts/post-dto.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { isToken } from '#lib/tokens/token-hash.ts';

/** Somebody who follows: by the token of their mails, or signed in. */
export type FollowerRef = { token: string } | { viewer: Viewer };

export type Followed = ArtistName & { id: string };

const FIRST = 500;

/** The artists whom somebody follows, in the order in which they began to; null for a token that is nobody's. */
export async function listFollows(follower: FollowerRef): Promise<Followed[] | null> {
  const found = await db().follower.findFirst({
    where: whereFollower(follower),
    select: {
      follows: {
        where: { confirmedAt: { not: null } },
        orderBy: [{ createdAt: 'asc' }, { artistId: 'asc' }],
        take: FIRST,
        select: { artist: { select: { id: true, username: true, displayName: true, portraitKey: true } } },
      },
    },
  });
  if (!found) return 'token' in follower ? null : [];
  return found.follows.map(({ artist: { portraitKey: portrait, ...artist } }) => ({ ...artist, portrait }));
}

/** Whether the viewer follows this artist. */
export async function isFollowing(viewer: Viewer, username: string): Promise<boolean> {
  const follow = { confirmedAt: { not: null }, artist: { username }, follower: { userId: viewer.id } };
  return (await db().follow.count({ where: follow })) > 0;
}

/** Tokens of mails that were sent before two followers became one are valid too. A text that is no token is nobody's. */
export function whereFollower(follower: FollowerRef): Prisma.FollowerWhereInput {
  if (!('token' in follower)) return { userId: follower.viewer.id };
  const token = isToken(follower.token) ? follower.token : '';
  return { OR: [{ token }, { formerTokens: { has: token } }] };
}
