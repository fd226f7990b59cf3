import { assertAdmin } from '#lib/accounts/assert-admin.ts';
import { db, type Prisma } from '#lib/db.ts';
import { type CollectionDto, type CollectionRow, dayOf } from '#lib/domain/collections.ts';
import type { PostCardDto } from '#lib/domain/posts/post-dto.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { loadCards } from '#lib/posts/queries.ts';

const columns = {
  ...{ id: true, slug: true, title: true, text: true, isPublished: true, startsOn: true, endsOn: true },
} as const satisfies Prisma.CollectionSelect;

type Row = Prisma.CollectionGetPayload<{ select: typeof columns }>;

const publicPosts = {
  where: { post: { status: { not: 'DRAFT' }, hiddenAt: null } },
  orderBy: { position: 'asc' },
} as const satisfies Prisma.CollectionPostFindManyArgs;

const toDto = ({ startsOn, endsOn, ...row }: Row): CollectionDto => ({
  ...row,
  startsOn: startsOn && dayOf(startsOn),
  endsOn: endsOn && dayOf(endsOn),
});

/** So many of the newest are listed; a host has a few each season. */
const MAX_LISTED = 200;

/** All collections, the newest first. @throws {ExpectedError} not-found for viewers who are not admins */
export async function listCollections(viewer: Viewer): Promise<CollectionRow[]> {
  assertAdmin(viewer);
  const rows = await db().collection.findMany({
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: MAX_LISTED,
    select: { ...columns, _count: { select: { posts: { where: publicPosts.where } } } },
  });
  return rows.map(({ _count, ...row }) => ({ ...toDto(row), works: _count.posts }));
}

export type EditedCollection = CollectionDto & { version: number; works: string[] };

/** A collection as its form shows it, with the slugs of all its works, public or not; or null. @throws {ExpectedError} not-found for viewers who are not admins */
export async function getCollection(viewer: Viewer, id: string): Promise<EditedCollection | null> {
  assertAdmin(viewer);
  const found = await db().collection.findFirst({
    where: { id },
    select: {
      ...columns,
      version: true,
      posts: { orderBy: { position: 'asc' }, select: { post: { select: { slug: true } } } },
    },
  });
  if (!found) return null;
  const { version, posts, ...row } = found;
  return { ...toDto(row), version, works: posts.map(({ post }) => post.slug) };
}

/** Those that visitors see on a day, the newest first. @param day YYYY-MM-DD */
const isCurrentOn = (day: string) => {
  const date = new Date(`${day}T00:00:00Z`);
  return {
    isPublished: true,
    AND: [
      { OR: [{ startsOn: null }, { startsOn: { lte: date } }] },
      { OR: [{ endsOn: null }, { endsOn: { gte: date } }] },
    ],
  } satisfies Prisma.CollectionWhereInput;
};

/** The collections of the home page on a day, each with its first public work; those without one are left out. */
export async function listCurrentCollections(day: string): Promise<(CollectionDto & { first: PostCardDto })[]> {
  const rows = await db().collection.findMany({
    where: { ...isCurrentOn(day), posts: { some: publicPosts.where } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: MAX_LISTED,
    select: { ...columns, posts: { ...publicPosts, take: 1, select: { postId: true } } },
  });
  const cards = await loadCards(rows.flatMap(({ posts }) => posts.map(({ postId }) => postId)));
  return rows.flatMap(({ posts, ...row }) => {
    const first = cards.find(({ id }) => id === posts[0]?.postId);
    return first ? [{ ...toDto(row), first }] : [];
  });
}

/** A collection that visitors see on a day, with its public works in order; null for any other. */
export async function getCurrentCollection(
  slug: string,
  day: string,
): Promise<{ collection: CollectionDto; posts: PostCardDto[] } | null> {
  const found = await db().collection.findFirst({
    where: { slug, ...isCurrentOn(day) },
    select: { ...columns, posts: { ...publicPosts, select: { postId: true } } },
  });
  if (!found) return null;
  const { posts, ...row } = found;
  return { collection: toDto(row), posts: await loadCards(posts.map(({ postId }) => postId)) };
}
