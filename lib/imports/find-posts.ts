import { db, type Prisma } from '#lib/db.ts';
import { postFormValues } from '#lib/domain/posts/post-form-values.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { postColumns, toPost } from '#lib/posts/post-dto.ts';
import { type ParsedRow, readNames, type StoredWork } from './parse-row.ts';
import type { CsvRow } from './read-csv.ts';

const matchColumns = {
  ...postColumns,
  version: true,
  imported: { select: { key: true, hash: true } },
} as const satisfies Prisma.PostSelect;

export type MatchedPost = Prisma.PostGetPayload<{ select: typeof matchColumns }>;

/** What a row without some of the columns keeps of a work. */
export const storedWork = (post: MatchedPost): StoredWork => ({
  cells: postFormValues(toPost(post)),
  pictures: post.images.map(({ key, alt }) => ({ key, alt })),
});

/** The viewer's works that rows name: by their key or, with no work of that key, by the slug of an export. */
export async function findNamedPosts(
  viewer: Viewer,
  rows: readonly CsvRow[],
): Promise<(row: CsvRow) => MatchedPost | null> {
  const names = rows.map(readNames);
  const posts = await db().post.findMany({
    where: {
      artistId: viewer.id,
      id: {
        in: [
          ...(await findIds(viewer, { key: { in: names.flatMap(({ key }) => key ?? []) } })),
          ...(await findIdsBySlug(names.map(({ slug }) => slug).filter(Boolean))),
        ],
      },
    },
    select: matchColumns,
  });
  const keys = indexBy(posts, ({ imported }) => imported?.key);
  const slugs = indexBy(posts, ({ slug }) => slug);
  return (row) => {
    const { key, slug } = readNames(row);
    return (key === null ? undefined : keys.get(key)) ?? slugs.get(slug) ?? null;
  };
}

/** The viewer's works that rows without a key have brought in, by the hash of the row. */
export async function findPostsByHash(
  viewer: Viewer,
  rows: readonly Pick<ParsedRow, 'key' | 'hash'>[],
): Promise<ReadonlyMap<string, MatchedPost>> {
  const hashes = rows.flatMap(({ key, hash }) => (key === null ? hash : []));
  const ids = await findIds(viewer, { hash: { in: hashes } });
  const posts = await db().post.findMany({ where: { id: { in: ids }, artistId: viewer.id }, select: matchColumns });
  return indexBy(posts, ({ imported }) => imported?.hash);
}

async function findIds(viewer: Viewer, where: Prisma.ImportedPostWhereInput): Promise<string[]> {
  const found = await db().importedPost.findMany({
    where: { ...where, artistId: viewer.id },
    select: { postId: true },
  });
  return found.map(({ postId }) => postId);
}

async function findIdsBySlug(slugs: string[]): Promise<string[]> {
  const found = await db().post.findMany({ where: { slug: { in: slugs } }, select: { id: true } });
  return found.map(({ id }) => id);
}

const indexBy = (posts: readonly MatchedPost[], of: (post: MatchedPost) => string | null | undefined) =>
  new Map(posts.flatMap((post): [string, MatchedPost][] => (of(post) ? [[of(post) ?? '', post]] : [])));
