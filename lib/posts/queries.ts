import { db, Prisma } from '#lib/db.ts';
import type { ArtistView, PostCardView, PostPage, PostView } from '#lib/domain/post-view.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import type { Cursor } from '#lib/schemas/posts.ts';
import { cardColumns, postColumns, toCard, toPost } from './views.ts';

export const PAGE_SIZE = 24;

/** Listed or sold, and not hidden by a moderator: the condition of the index posts_gallery. */
export const isPublic = Prisma.sql`status <> 'DRAFT' AND hidden_at IS NULL`;

/**
 * The gallery, newest first, or one artist's part of it. Keyset paging on (listed_at, id): the ids
 * come from a partial index alone, then the rows by primary key.
 */
export async function listPublicPosts({
  after,
  artistId,
}: {
  after?: Cursor;
  artistId?: string;
} = {}): Promise<PostPage> {
  const older = after ? Prisma.sql`AND (listed_at, id) < (${after.listedAt}, ${after.id}::uuid)` : Prisma.empty;
  const byArtist = artistId ? Prisma.sql`AND artist_id = ${artistId}::uuid` : Prisma.empty;
  const keys = await db().$queryRaw<{ id: string }[]>`
    SELECT id FROM posts WHERE ${isPublic} ${byArtist} ${older}
    ORDER BY listed_at DESC, id DESC LIMIT ${PAGE_SIZE + 1}`;
  const ids = keys.slice(0, PAGE_SIZE).map((key) => key.id);
  const posts = await loadCards(ids);
  const last = posts.at(-1);
  const next = keys.length > PAGE_SIZE && last ? `${Date.parse(last.listedAt)}_${last.id}` : null;
  return { posts, next };
}

/** The cards of these posts, in the order of the ids. */
export async function loadCards(ids: string[]): Promise<PostCardView[]> {
  const rows = await db().post.findMany({ where: { id: { in: ids } }, select: cardColumns });
  const byId = new Map(rows.map((row) => [row.id, toCard(row)]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** A public post by its address, or null. */
export async function getPublicPost(slug: string): Promise<PostView | null> {
  const row = await db().post.findFirst({
    where: { slug, status: { not: 'DRAFT' }, hiddenAt: null },
    select: postColumns,
  });
  return row && toPost(row);
}

/** An artist's page head, or null when there is no such account or it is suspended. */
export async function getArtist(username: string): Promise<(ArtistView & { id: string }) | null> {
  return db().user.findFirst({
    where: { username, suspendedAt: null },
    select: { id: true, username: true, displayName: true, bio: true },
  });
}

/** A post of the viewer's own, whatever its status, or null: another person's reads as not there. */
export async function getOwnPost(viewer: Viewer, slug: string): Promise<PostView | null> {
  const row = await db().post.findFirst({ where: { slug, artistId: viewer.id }, select: postColumns });
  return row && toPost(row);
}

export type OwnPostRow = ReturnType<typeof toCard> & { visitors: number };

/** The viewer's works, newest first, in numbered pages from 1. */
export async function listOwnPosts(viewer: Viewer, page: number): Promise<{ posts: OwnPostRow[]; total: number }> {
  const [rows, total] = await Promise.all([
    db().post.findMany({
      where: { artistId: viewer.id },
      select: { ...cardColumns, visitors: true },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      skip: (page - 1) * PAGE_SIZE,
      take: PAGE_SIZE,
    }),
    db().post.count({ where: { artistId: viewer.id } }),
  ]);
  return { posts: rows.map((row) => ({ ...toCard(row), visitors: row.visitors })), total };
}

/** Addresses for the sitemap, `size` posts a file; file 0 has the newest. */
export async function listSitemapPosts(file: number, size: number): Promise<{ slug: string; updatedAt: Date }[]> {
  return db().$queryRaw`
    SELECT slug, updated_at AS "updatedAt" FROM posts WHERE ${isPublic}
    ORDER BY listed_at DESC, id DESC LIMIT ${size} OFFSET ${file * size}`;
}

export async function countPublicPosts(): Promise<number> {
  const [row] = await db().$queryRaw<{ count: bigint }[]>`SELECT count(*) FROM posts WHERE ${isPublic}`;
  return Number(row?.count ?? 0);
}
