import { z } from 'zod';
import type { PostFormState } from '#lib/domain/posts/post-form.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { findForm } from '#lib/posts/saved-forms.ts';

/** The form that a save redirected to, from the parameter `form` of the page; null without one. */
export async function findUnfinishedForm(
  viewer: Viewer,
  place: { postId: string | null },
  form: string | string[] | undefined,
): Promise<PostFormState | null> {
  const id = z.uuid().safeParse(form);
  return id.success ? findForm(viewer, place, id.data) : null;
}
