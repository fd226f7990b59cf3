import { db, Prisma } from '#lib/db.ts';
import { type KeysetCursor, type KeysetPage, keysetPage } from '#lib/domain/keyset-page.ts';
import type { ArtistDto, PostArtist, PostCardDto, PostDto, PostPage } from '#lib/domain/posts/post-dto.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import type { Cursor } from '#lib/schemas/posts.ts';
import { artistColumns, cardColumns, postColumns, toArtist, toArtistName, toCard, toPost } from './post-dto.ts';

export const PAGE_SIZE = 24;

/** Published or sold, and not hidden, by itself or with a suspended artist. The index posts_gallery has the same condition. */
export const isPublic = Prisma.sql`status <> 'DRAFT' AND hidden_at IS NULL`;

/**
 * The public posts of all artists or of one, newest first. Keyset pagination on (listed_at, id): the ids come from a
 * partial index alone, then the rows by primary key.
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
export async function loadCards(ids: string[]): Promise<PostCardDto[]> {
  const rows = await db().post.findMany({ where: { id: { in: ids } }, select: cardColumns });
  const byId = new Map(rows.map((row) => [row.id, toCard(row)]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** The same, without those that are not for sale (any more). */
export async function loadCardsForSale(ids: string[]): Promise<PostCardDto[]> {
  const rows = await db().post.findMany({
    where: { id: { in: ids }, status: 'LISTED', hiddenAt: null },
    select: { id: true },
  });
  const forSale = new Set(rows.map(({ id }) => id));
  return loadCards(ids.filter((id) => forSale.has(id)));
}

/** A public post by its slug or id, or null. */
export async function getPublicPost(slug: string): Promise<PostDto | null> {
  const row = await db().post.findFirst({
    where: { slug, status: { not: 'DRAFT' }, hiddenAt: null },
    select: postColumns,
  });
  return row && toPost(row);
}

/** The slug of any post, whatever its status: it never changes. */
export async function getSlug(id: string): Promise<string | null> {
  const row = await db().post.findFirst({ where: { id }, select: { slug: true } });
  return row?.slug ?? null;
}

/**
 * The header of an artist's page; null if there is no such account, it is suspended or being closed, or it has never published a work:
 * nobody shall find out which usernames buyers and admins have.
 */
export async function getArtist(username: string): Promise<(ArtistDto & { id: string }) | null> {
  const row = await db().user.findFirst({
    where: { username, suspendedAt: null, closingAt: null, posts: { some: { listedAt: { not: null } } } },
    select: { id: true, ...artistColumns, bio: true, place: true, statement: true, links: true },
  });
  return row && { id: row.id, ...toArtist(row) };
}

/** The viewer as the artist of their works. */
export async function getArtistOfViewer(viewer: Viewer): Promise<PostArtist> {
  const row = await db().user.findFirstOrThrow({
    where: { id: viewer.id },
    select: { ...artistColumns, bio: true, place: true },
  });
  return { ...toArtistName(row), bio: row.bio, place: row.place };
}

/** The username that an artist has now, by one that they had before; null for any other. */
export async function findRenamedArtist(username: string): Promise<string | null> {
  const former = await db().formerUsername.findFirst({
    where: { username, user: { suspendedAt: null, posts: { some: { listedAt: { not: null } } } } },
    select: { user: { select: { username: true } } },
  });
  return former?.user.username ?? null;
}

/** A post as its artist edits it. */
export type OwnPost = PostDto & {
  /** Increases with each save. */
  version: number;
  /** Of a draft: whether it waits for approval. */
  isWaiting: boolean;
};

/** One of the viewer's own posts by slug or id, whatever its status; null for other people's posts. */
export async function getOwnPost(viewer: Viewer, post: string | { id: string }): Promise<OwnPost | null> {
  const where = typeof post === 'string' ? { slug: post } : { id: post.id };
  const row = await db().post.findFirst({
    where: { ...where, artistId: viewer.id },
    select: { ...postColumns, version: true, waitingSince: true },
  });
  return row && { ...toPost(row), version: row.version, isWaiting: row.waitingSince !== null };
}

export type OwnPostRow = ReturnType<typeof toCard> & {
  visitors: number;
  /** Of a draft: whether it waits for approval. */
  isWaiting: boolean;
  /** Why the shop has hidden it, '' for no reason; null unless it is hidden. */
  hidden: string | null;
};

/** The viewer's posts, newest first. Uses the index posts_by_artist. */
export async function listOwnPosts(viewer: Viewer, cursor: KeysetCursor | null): Promise<KeysetPage<OwnPostRow>> {
  const keys = await db().$queryRaw<{ id: string; createdAt: Date }[]>`
    SELECT id, created_at AS "createdAt" FROM posts
    WHERE artist_id = ${viewer.id}::uuid ${keysetClause(cursor)} LIMIT ${PAGE_SIZE + 1}`;
  const page = keysetPage(keys, cursor, PAGE_SIZE);
  const ids = page.rows.map(({ id }) => id);
  const rows = await db().post.findMany({
    where: { id: { in: ids } },
    select: { ...cardColumns, visitors: true, waitingSince: true, hiddenAt: true, hiddenReason: true },
  });
  const byId = new Map(
    rows.map((row) => [
      row.id,
      {
        ...{ ...toCard(row), visitors: row.visitors, isWaiting: row.waitingSince !== null },
        hidden: row.hiddenAt && (row.hiddenReason ?? ''),
      },
    ]),
  );
  return { ...page, rows: ids.flatMap((id) => byId.get(id) ?? []) };
}

/** Condition and order on (created_at, id) for the rows after a cursor, nearest first; follows other conditions. */
export function keysetClause(cursor: KeysetCursor | null): Prisma.Sql {
  if (!cursor) return Prisma.sql`ORDER BY created_at DESC, id DESC`;
  const row = Prisma.sql`(${cursor.at}, ${cursor.id}::uuid)`;
  return cursor.direction === 'older'
    ? Prisma.sql`AND (created_at, id) < ${row} ORDER BY created_at DESC, id DESC`
    : Prisma.sql`AND (created_at, id) > ${row} ORDER BY created_at, id`;
}
