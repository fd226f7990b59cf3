import { db, isOfLeavingAccount } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { MAX_SAVED } from '#lib/domain/posts/saved-posts.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { isPublic } from '../queries.ts';

/**
 * Saves a public post for the viewer; one that is saved already stays so.
 * @throws {ExpectedError} not-found, too-many-saved, account-closing
 */
export async function savePost(viewer: Viewer, postId: string): Promise<void> {
  if ((await insert(viewer, postId)) > 0) return;
  const post = await db().post.findFirst({
    where: { id: postId, status: { not: 'DRAFT' }, hiddenAt: null },
    select: { savedBy: { where: { userId: viewer.id }, select: { postId: true } } },
  });
  if (!post) throw new ExpectedError('not-found');
  if (post.savedBy.length === 0) throw new ExpectedError('too-many-saved');
}

async function insert(viewer: Viewer, postId: string): Promise<number> {
  try {
    // The post is locked before the account, as everywhere.
    return await db().$executeRaw`
      INSERT INTO saved_posts (user_id, post_id)
      SELECT ${viewer.id}::uuid, id FROM posts
      WHERE id = ${postId}::uuid AND ${isPublic}
        AND (SELECT count(*) FROM saved_posts WHERE user_id = ${viewer.id}::uuid) < ${MAX_SAVED}
      FOR KEY SHARE
      ON CONFLICT DO NOTHING`;
  } catch (error) {
    throw isOfLeavingAccount(error) ? new ExpectedError('account-closing') : error;
  }
}
