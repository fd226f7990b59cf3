import { createHash } from 'node:crypto';
import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { announcePost } from '#lib/live/announce.ts';
import { createPost } from '#lib/posts/create-post.ts';
import { publishPost } from '#lib/posts/publish-post.ts';
import { unpublishPost } from '#lib/posts/unpublish-post.ts';
import { updatePost } from '#lib/posts/update-post.ts';
import type { PostInput } from '#lib/schemas/posts.ts';
import { bringPictures } from './bring-pictures.ts';
import { RowProblem } from './row-problem.ts';
import type { RowOptions, WaitingRow } from './waiting-row.ts';

export const KEY_TAKEN = 'Another work got this key in the meantime. Please import the file again.';

/**
 * Writes the work of a row by the commands of the post form.
 * @returns its id.
 * @throws {ExpectedError} as these commands do
 * @throws {RowProblem} @throws {TurnOver}
 */
export async function writeRow(viewer: Viewer, row: WaitingRow, options: RowOptions): Promise<string> {
  const { action, postId } = row;
  if (action !== 'create' && postId === null) throw new ExpectedError('not-found');
  if (action === 'skip') return postId ?? '';
  // Announced again for one that a killed worker has created: it may not have come to this.
  const created = action === 'create' ? await findCreated(viewer, row) : null;
  if (created) return announced(created.id, () => publishDraft(viewer, created, row));
  const imported = await findImported(viewer, row);
  if (imported) return imported;
  const input = await inputOf(viewer, row, options);
  if (action === 'update' && postId !== null) return announced(postId, () => change(viewer, postId, row, input));
  const publish = row.content.state === 'LISTED';
  const { id } = await createPost(viewer, input, { publish, creationKey: creationKeyOf(row) });
  await announcePost(id);
  return id;
}

/** Announces the work whatever becomes of its change: a part of that may be written. */
async function announced(id: string, run: () => Promise<void>): Promise<string> {
  try {
    await run();
  } finally {
    await announcePost(id);
  }
  return id;
}

/** The row as the post form would send it, with its pictures stored. */
async function inputOf(viewer: Viewer, row: WaitingRow, options: RowOptions): Promise<PostInput> {
  const { pictures, fields, keepsAlts } = row.content;
  const ids = await bringPictures(viewer, row, { pictures, have: row.pictureIds }, options);
  const input = pictures.map(({ alt }, index) => ({ id: ids[index] ?? '', alt }));
  const kept = keepsAlts && row.postId !== null ? await storedAlts(row.postId, ids) : null;
  return { ...fields, pictures: input.map(({ id, alt }) => ({ id, alt: alt || (kept?.get(id) ?? '') })) };
}

/** Of these pictures, the descriptions that the work has for the same files. */
async function storedAlts(postId: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const [stored, brought] = await Promise.all([
    db().postImage.findMany({ where: { postId }, select: { key: true, alt: true } }),
    db().postImage.findMany({ where: { id: { in: [...ids] } }, select: { id: true, key: true } }),
  ]);
  const alts = new Map(stored.map(({ key, alt }) => [key, alt]));
  return new Map(brought.map(({ id, key }) => [id, alts.get(key) ?? '']));
}

type Stored = { id: string; status: string; version: number };

const storedColumns = { id: true, status: true, version: true } as const;

/** What a killed worker has created already, with its pictures. */
function findCreated(viewer: Viewer, row: WaitingRow): Promise<Stored | null> {
  const where = { artistId: viewer.id, creationKey: creationKeyOf(row) };
  return db().post.findFirst({ where, select: storedColumns });
}

/**
 * The work that another import has brought in by the same row since this one was checked. One import of an account runs
 * at a time, so nobody brings it in meanwhile.
 * @throws {RowProblem} for another row with its key
 */
async function findImported(viewer: Viewer, { action, postId, content }: WaitingRow): Promise<string | null> {
  const { key, hash } = content;
  const isSame = action === 'create' ? (key === null ? { key, hash } : { key }) : { postId: postId ?? '', hash };
  const found = await db().importedPost.findFirst({
    where: { artistId: viewer.id, ...isSame },
    select: { postId: true, hash: true },
  });
  if (found && found.hash !== hash) throw new RowProblem(KEY_TAKEN);
  return found?.postId ?? null;
}

async function change(viewer: Viewer, postId: string, row: WaitingRow, input: PostInput): Promise<void> {
  const { content, version } = row;
  const stored = await db().post.findFirst({ where: { id: postId, artistId: viewer.id }, select: storedColumns });
  // First, because a draft may lose all its pictures; but not if the work is refused as changed.
  if (content.state === 'DRAFT' && stored?.version === version) await unpublishPost(viewer, postId);
  await updatePost(viewer, postId, input, version);
  if (stored) await publishDraft(viewer, stored, row);
}

/** Those that are published already need not fulfil again what publishing demands. */
async function publishDraft(viewer: Viewer, { id, status }: Stored, { content }: WaitingRow): Promise<void> {
  if (content.state === 'LISTED' && status === 'DRAFT') await publishPost(viewer, id);
}

/** The same for every attempt at a row, so that one work comes of it. */
function creationKeyOf({ importId, number }: WaitingRow): string {
  const hash = createHash('sha256').update(`${importId} ${number}`).digest('hex');
  return hash.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
