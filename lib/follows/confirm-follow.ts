import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { ArtistName } from '#lib/domain/posts/post-dto.ts';
import { tokenHash } from '#lib/tokens/token-hash.ts';

/** The artist whom a link is about, without using it up; null if it has ended or was used. */
export async function findUnconfirmedFollow(token: string): Promise<ArtistName | null> {
  const hash = tokenHash(token);
  const found =
    hash &&
    (await db().follow.findFirst({
      where: { tokenHash: hash, tokenExpiresAt: { gt: new Date() } },
      select: { artist: { select: { username: true, displayName: true, portraitKey: true } } },
    }));
  if (!found) return null;
  const { portraitKey: portrait, ...artist } = found.artist;
  return { ...artist, portrait };
}

/**
 * Uses a link up: its owner follows the artist from now on.
 * @returns the follower's token, for the page with the artists that they follow
 * @throws {ExpectedError} link-ended
 */
export async function confirmFollow(token: string): Promise<string> {
  const [confirmed] = await db().$queryRaw<{ token: string }[]>`
    UPDATE follows SET confirmed_at = coalesce(confirmed_at, now()), token_hash = NULL, token_expires_at = NULL
    FROM followers
    WHERE followers.id = follower_id AND token_hash = ${tokenHash(token)} AND token_expires_at > now()
    RETURNING followers.token`;
  if (!confirmed) throw new ExpectedError('link-ended');
  return confirmed.token;
}
