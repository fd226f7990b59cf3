import { isDeepStrictEqual } from 'node:util';
import { db, type Prisma } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { STATE_NAMES } from '#lib/domain/imports/columns.ts';
import type { ImportAction, ImportProblem } from '#lib/domain/imports/import.ts';
import type { PictureSource } from '#lib/domain/imports/import-content.ts';
import { moneyOf } from '#lib/domain/money/money.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { postColumns } from '#lib/posts/post-dto.ts';
import type { ParsedRow } from './parse-row.ts';

const matchColumns = {
  ...postColumns,
  version: true,
  imported: { select: { key: true, hash: true } },
} as const satisfies Prisma.PostSelect;

type MatchedPost = Prisma.PostGetPayload<{ select: typeof matchColumns }>;

export type MatchedRow = ParsedRow & {
  action: ImportAction;
  post: Pick<MatchedPost, 'id' | 'version' | 'status'> | null;
};

/**
 * Finds out which rows are works that the viewer has already: by their key, by the slug of an export, or, without either, as
 * the row that brought them in. @returns the rows in their order, or problems.
 */
export async function matchPosts(
  viewer: Viewer,
  rows: readonly ParsedRow[],
): Promise<{ rows: MatchedRow[]; problems: ImportProblem[] }> {
  const find = await loadPosts(viewer, rows);
  const problems: ImportProblem[] = [];
  const seen = new Map<string, number>();
  const matched = rows.map((row): MatchedRow => {
    const post = find(row);
    const first = [...identities(row, post)].map((identity) => seen.get(identity)).find(Boolean);
    for (const identity of identities(row, post)) seen.set(identity, row.number);
    const refusal = first
      ? { column: row.key === null ? null : 'key', message: `This is the same work as row ${first}.` }
      : refusalOf(row, post);
    if (refusal) problems.push({ row: row.number, ...refusal });
    const action = post ? (isUnchanged(row, post) ? 'skip' : 'update') : 'create';
    return { ...row, action, post };
  });
  return { rows: matched, problems };
}

function identities({ key, hash }: ParsedRow, post: MatchedPost | null): string[] {
  if (post) return [`post ${post.id}`, ...(key === null ? [] : [`key ${key}`])];
  return [key === null ? `hash ${hash}` : `key ${key}`];
}

async function loadPosts(viewer: Viewer, rows: readonly ParsedRow[]) {
  const [imported, exported] = await Promise.all([
    db().importedPost.findMany({
      where: {
        artistId: viewer.id,
        OR: [{ key: { in: rows.flatMap(({ key }) => key ?? []) } }, { hash: { in: rows.map(({ hash }) => hash) } }],
      },
      select: { postId: true },
    }),
    db().post.findMany({ where: { slug: { in: rows.map(({ slug }) => slug).filter(Boolean) } }, select: { id: true } }),
  ]);
  const ids = [...imported.map(({ postId }) => postId), ...exported.map(({ id }) => id)];
  const posts = await db().post.findMany({ where: { id: { in: ids }, artistId: viewer.id }, select: matchColumns });
  const by = (of: (post: MatchedPost) => string | null | undefined) =>
    new Map(posts.flatMap((post): [string, MatchedPost][] => (of(post) ? [[of(post) ?? '', post]] : [])));
  const [keys, slugs, hashes] = [
    by(({ imported }) => imported?.key),
    by((post) => post.slug),
    by((p) => p.imported?.hash),
  ];
  return ({ key, slug, hash }: ParsedRow): MatchedPost | null =>
    (key === null ? undefined : keys.get(key)) ??
    slugs.get(slug) ??
    (key === null ? hashes.get(hash) : undefined) ??
    null;
}

function refusalOf(row: ParsedRow, post: MatchedPost | null): Omit<ImportProblem, 'row'> | null {
  const unchanged = post !== null && isUnchanged(row, post);
  if (post && !unchanged && (post.status === 'SOLD' || post.heldUntil))
    return { column: null, message: new ExpectedError('held-or-sold').message };
  if (row.state === 'SOLD' && post?.status !== 'SOLD')
    return {
      column: 'state',
      message: 'A work becomes sold by a sale. Write published or draft, or leave this empty.',
    };
  const isPublic = row.state === 'LISTED' || (row.state === null && post?.status === 'LISTED');
  if (isPublic && row.pictures.length === 0 && !unchanged)
    return { column: 'pictures', message: new ExpectedError('no-pictures').message };
  return null;
}

/** Whether the last import has brought in this row, or the work is like this anyway. */
function isUnchanged(row: ParsedRow, post: MatchedPost): boolean {
  if (post.imported?.hash === row.hash) return true;
  if (row.state !== null && STATE_NAMES[row.state] !== STATE_NAMES[post.status]) return false;
  const { title, description, content, tags, medium, year, dimensions } = post;
  const price = moneyOf({ amount: post.priceAmount, currency: post.priceCurrency });
  return (
    isDeepStrictEqual(row.fields, { title, description, content, tags, medium, year, dimensions, price }) &&
    isDeepStrictEqual(
      row.pictures.map(stored),
      post.images.map(({ key, alt }) => ({ key, alt })),
    )
  );
}

const stored = (picture: PictureSource) => ({ key: 'own' in picture ? picture.own : null, alt: picture.alt });
