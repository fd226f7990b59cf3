import { db } from '#lib/db.ts';
import { isPublic } from '../queries.ts';

/** Of an artist with more works than this, only so many of the newest are looked at. */
const MAX_READ = 200;

/**
 * Other public posts of the artist of a post: those for sale first, each part newest first.
 * Uses the index posts_by_artist_public.
 * @param count at most so many
 */
export async function listMoreByArtist(postId: string, count: number): Promise<string[]> {
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT id FROM (
      SELECT id, status, listed_at FROM posts
      WHERE ${isPublic} AND artist_id = (SELECT artist_id FROM posts WHERE id = ${postId}::uuid)
      ORDER BY listed_at DESC, id DESC LIMIT ${MAX_READ}
    ) AS newest
    WHERE id <> ${postId}::uuid
    ORDER BY status = 'LISTED' DESC, listed_at DESC, id DESC LIMIT ${count}`;
  return rows.map(({ id }) => id);
}
