import { db, Prisma } from '#lib/db.ts';
import { type KeysetCursor, type KeysetPage, keysetPage } from '#lib/domain/keyset-page.ts';
import type { PostCardDto } from '#lib/domain/posts/post-dto.ts';
import { MAX_SAVED, SAVED_PAGE_SIZE } from '#lib/domain/posts/saved-posts.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { isPublic, loadCards } from '../queries.ts';

/** The ids of all posts that the viewer has saved, the last one first. */
export async function listSavedIds(viewer: Viewer): Promise<string[]> {
  const rows = await db().savedPost.findMany({
    where: { userId: viewer.id },
    orderBy: [{ savedAt: 'desc' }, { postId: 'desc' }],
    take: MAX_SAVED,
    select: { postId: true },
  });
  return rows.map(({ postId }) => postId);
}

/** The public ones among them as cards, page by page. Uses the index saved_posts_by_owner. */
export async function listSaved(viewer: Viewer, cursor: KeysetCursor | null): Promise<KeysetPage<PostCardDto>> {
  const isNewer = cursor?.direction === 'newer';
  const order = isNewer ? Prisma.sql`saved_at, post_id` : Prisma.sql`saved_at DESC, post_id DESC`;
  const beyond = cursor
    ? Prisma.sql`AND (saved_at, post_id) ${isNewer ? Prisma.sql`>` : Prisma.sql`<`} (${cursor.at}, ${cursor.id}::uuid)`
    : Prisma.empty;
  const keys = await db().$queryRaw<{ id: string; createdAt: Date }[]>`
    SELECT post_id AS id, saved_at AS "createdAt" FROM saved_posts JOIN posts ON posts.id = post_id
    WHERE user_id = ${viewer.id}::uuid AND ${isPublic} ${beyond}
    ORDER BY ${order} LIMIT ${SAVED_PAGE_SIZE + 1}`;
  const { rows, ...around } = keysetPage(keys, cursor, SAVED_PAGE_SIZE);
  return { ...around, rows: await loadCards(rows.map(({ id }) => id)) };
}

/** The public posts among these, in the same order: what a browser without an account has saved. */
export async function listCardsOf(ids: readonly string[]): Promise<PostCardDto[]> {
  const rows = await db().post.findMany({
    where: { id: { in: [...ids] }, status: { not: 'DRAFT' }, hiddenAt: null },
    select: { id: true },
  });
  const found = new Set(rows.map(({ id }) => id));
  return loadCards(ids.filter((id) => found.has(id)));
}
