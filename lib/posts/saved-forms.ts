import { db } from '#lib/db.ts';
import type { PostFormState } from '#lib/domain/posts/post-form.ts';
import { KEPT_SECONDS, keptSince } from '#lib/domain/retention.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { listOwnPictures } from './add-picture.ts';

const MAX_PER_OWNER = 10;

/** @param postId null for the form of a new work. */
type Place = { postId: string | null };

/** Keeps an unfinished post form for a day, for a browser without JavaScript. @returns its id. */
export async function saveForm(viewer: Viewer, { postId }: Place, state: PostFormState): Promise<string> {
  const { pictures, storedPictures: _stored, ...rest } = state;
  const content = { ...rest, pictures: pictures.map(({ id, alt }) => ({ id, alt })) };
  const { id } = await db().savedForm.create({
    data: { ownerId: viewer.id, postId, content },
    select: { id: true },
  });
  await db().$executeRaw`
    DELETE FROM saved_forms WHERE id IN (
      SELECT id FROM saved_forms WHERE owner_id = ${viewer.id}::uuid
      ORDER BY created_at DESC, id DESC OFFSET ${MAX_PER_OWNER})`;
  return id;
}

type Content = Omit<PostFormState, 'pictures' | 'storedPictures'> & { pictures: { id: string; alt: string }[] };

/** The form as it was kept, but for `storedPictures`; null for anyone but its owner, and for another work. */
export async function findForm(viewer: Viewer, { postId }: Place, id: string): Promise<PostFormState | null> {
  const saved = await db().savedForm.findFirst({
    where: { id, ownerId: viewer.id, postId },
    select: { content: true },
  });
  if (!saved) return null;
  const { pictures, ...rest } = saved.content as Content;
  return { ...rest, pictures: await listOwnPictures(viewer, pictures) };
}

/** Deletes the forms that are older than a day. */
export async function deleteOldForms(): Promise<void> {
  await db().savedForm.deleteMany({ where: { createdAt: { lt: keptSince(KEPT_SECONDS.savedForm) } } });
}
