import { createHash } from 'node:crypto';
import { db, isOfLeavingAccount, isUniqueViolation } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { ImportContent } from '#lib/domain/imports/import-content.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { announcePost } from '#lib/live/announce.ts';
import { logFailure } from '#lib/logger.ts';
import { createPost } from '#lib/posts/create-post.ts';
import { publishPost } from '#lib/posts/publish-post.ts';
import { unpublishPost } from '#lib/posts/unpublish-post.ts';
import { updatePost } from '#lib/posts/update-post.ts';
import type { PostInput } from '#lib/schemas/posts.ts';
import { bringPictures, PictureProblem } from './bring-pictures.ts';
import type { ZipOfImport } from './zip-of-import.ts';

export type WaitingRow = {
  importId: string;
  number: number;
  action: string;
  content: ImportContent;
  postId: string | null;
  version: number | null;
  pictureIds: string[];
  attempts: number;
};

type Options = { zip: ZipOfImport; stop: AbortSignal };

/** After so many attempts that ended without a reason which the artist could mend. */
const MAX_ATTEMPTS = 3;
const CHANGED = 'This work was changed after the file was checked. Please import the file again.';
const KEY_TAKEN = 'Another work got this key in the meantime. Please import the file again.';

/**
 * Brings one row in, by the commands of the post form: with the same quotas, rules and webhooks. Done again it changes
 * nothing, so a worker may be killed at any moment.
 * @throws what is not about the row, such as a database failure; it is tried again then.
 */
export async function importRow(viewer: Viewer, row: WaitingRow, options: Options): Promise<void> {
  await db().importRow.updateMany({ where: keyOf(row), data: { attempts: { increment: 1 } } });
  try {
    await finish(viewer, row, await writePost(viewer, row, options));
  } catch (error) {
    if (options.stop.aborted) {
      await db().importRow.updateMany({ where: keyOf(row), data: { attempts: { decrement: 1 } } });
      throw error;
    }
    const problem = problemOf(error) ?? (row.attempts + 1 < MAX_ATTEMPTS ? null : faultOf(error, row));
    if (problem === null) throw error;
    await failRow(row, problem);
  }
}

/** @returns the work's id. */
async function writePost(viewer: Viewer, row: WaitingRow, options: Options): Promise<string> {
  const { action, postId } = row;
  if (action !== 'create' && postId === null) throw new ExpectedError('not-found');
  if (action === 'skip') return postId ?? '';
  const created = action === 'create' ? await findCreated(viewer, row) : null;
  const id = created ?? (await savePost(viewer, row, await inputOf(viewer, row, options))).id;
  // Again for one that a killed worker has created: it may not have come to this.
  await announcePost(id);
  return id;
}

/** The row as the post form would send it, with its pictures stored. */
async function inputOf(viewer: Viewer, row: WaitingRow, options: Options): Promise<PostInput> {
  const { pictures, fields } = row.content;
  const ids = await bringPictures(viewer, row, { pictures, have: row.pictureIds }, options);
  return { ...fields, pictures: pictures.map(({ alt }, index) => ({ id: ids[index] ?? '', alt })) };
}

/** What a killed worker has created already, with its pictures. */
async function findCreated(viewer: Viewer, row: WaitingRow): Promise<string | null> {
  const where = { artistId: viewer.id, creationKey: creationKeyOf(row) };
  const post = await db().post.findFirst({ where, select: { id: true } });
  if (post && row.content.state === 'LISTED') await publishPost(viewer, post.id);
  return post?.id ?? null;
}

async function savePost(viewer: Viewer, row: WaitingRow, input: PostInput): Promise<{ id: string }> {
  const { action, content, postId, version } = row;
  if (action === 'create' || postId === null) {
    return createPost(viewer, input, { publish: content.state === 'LISTED', creationKey: creationKeyOf(row) });
  }
  const post = await updatePost(viewer, postId, input, version);
  if (content.state === 'LISTED') await publishPost(viewer, postId);
  if (content.state === 'DRAFT') await unpublishPost(viewer, postId);
  return post;
}

/** The same for every attempt at a row, so that one work comes of it. */
function creationKeyOf({ importId, number }: WaitingRow): string {
  const hash = createHash('sha256').update(`${importId} ${number}`).digest('hex');
  return hash.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** Remembers by which row the work was written. */
async function finish(viewer: Viewer, row: WaitingRow, postId: string): Promise<void> {
  const { key, hash } = row.content;
  const imported = { artistId: viewer.id, hash, ...(key !== null && { key }) };
  await db().$transaction([
    db().importedPost.upsert({ where: { postId }, create: { postId, ...imported }, update: imported }),
    db().importRow.updateMany({ where: keyOf(row), data: { doneAt: new Date(), postId, problem: null } }),
  ]);
}

export async function failRow(row: Pick<WaitingRow, 'importId' | 'number'>, problem: string): Promise<void> {
  await db().importRow.updateMany({ where: { ...keyOf(row), doneAt: null }, data: { problem } });
}

const keyOf = ({ importId, number }: Pick<WaitingRow, 'importId' | 'number'>) => ({ importId, number });

/** What the artist can mend, or try again; null for what they cannot. */
function problemOf(error: unknown): string | null {
  if (isOfLeavingAccount(error)) return new ExpectedError('account-closing').message;
  if (isUniqueViolation(error)) return KEY_TAKEN;
  if (error instanceof ExpectedError && error.code === 'changed-elsewhere') return CHANGED;
  return error instanceof ExpectedError || error instanceof PictureProblem ? error.message : null;
}

function faultOf(error: unknown, { importId, number }: WaitingRow): string {
  const reference = logFailure('a row could not be imported', error, { importId, row: number });
  return `Something went wrong on our side. Please try again. (Reference ${reference})`;
}
