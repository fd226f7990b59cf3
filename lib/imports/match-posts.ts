import { isDeepStrictEqual } from 'node:util';
import { ExpectedError } from '#lib/domain/errors.ts';
import { STATE_NAMES } from '#lib/domain/imports/columns.ts';
import type { ImportAction, ImportProblem } from '#lib/domain/imports/import.ts';
import type { PictureSource } from '#lib/domain/imports/import-content.ts';
import { moneyOf } from '#lib/domain/money/money.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { findPostsByHash, type MatchedPost } from './find-posts.ts';
import type { ParsedRow } from './parse-row.ts';

/** A row with the work that it names; null without one. */
export type NamedRow = ParsedRow & { post: MatchedPost | null };

export type MatchedRow = ParsedRow & {
  action: ImportAction;
  post: Pick<MatchedPost, 'id' | 'version' | 'status'> | null;
};

/**
 * Finds out which rows are works that the viewer has already: those that they name or, without a key, that they have brought in.
 * @returns the rows in their order, or problems.
 */
export async function matchPosts(
  viewer: Viewer,
  rows: readonly NamedRow[],
): Promise<{ rows: MatchedRow[]; problems: ImportProblem[] }> {
  const byHash = await findPostsByHash(viewer, rows);
  const problems: ImportProblem[] = [];
  const seen = new Map<string, number>();
  const matched = rows.map((row): MatchedRow => {
    const post = row.post ?? (row.key === null ? byHash.get(row.hash) : null) ?? null;
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
