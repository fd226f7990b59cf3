import { db } from '#lib/db.ts';
import { MAX_SAVED } from '#lib/domain/posts/saved-posts.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { isPublic } from '../queries.ts';

/**
 * Adds what a browser has saved without an account to the viewer's saved posts: as many as there is room for, and without
 * those that are not public (any more).
 * @param postIds the one that was saved last first
 */
export async function mergeSaved(viewer: Viewer, postIds: readonly string[]): Promise<void> {
  await db().$executeRaw`
    INSERT INTO saved_posts (user_id, post_id, saved_at)
    SELECT ${viewer.id}::uuid, posts.id, now() - place * interval '1 millisecond'
    FROM unnest(${[...postIds]}::uuid[]) WITH ORDINALITY AS given (id, place) JOIN posts ON posts.id = given.id
    WHERE ${isPublic} AND NOT EXISTS (SELECT FROM saved_posts WHERE user_id = ${viewer.id}::uuid AND post_id = posts.id)
    ORDER BY place
    LIMIT greatest(0, ${MAX_SAVED} - (SELECT count(*) FROM saved_posts WHERE user_id = ${viewer.id}::uuid))
    FOR KEY SHARE OF posts
    ON CONFLICT DO NOTHING`;
}
