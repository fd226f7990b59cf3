'use server';

import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { countUpload } from '#lib/auth/count-upload.ts';
import {
  failedForm,
  fieldErrorsOf,
  formOf,
  parseForm,
  requireActionViewer,
  typedValues,
} from '#lib/auth/form-action.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { FormState } from '#lib/domain/form-state.ts';
import { arrange, picturesOf } from '#lib/domain/pictures/picture-list.ts';
import type { PictureDto } from '#lib/domain/posts/post-dto.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { PictureError } from '#lib/media/picture-error.ts';
import { addPicture, listOwnPictures } from '#lib/posts/add-picture.ts';
import { createPost } from '#lib/posts/create-post.ts';
import { deletePost } from '#lib/posts/delete-post.ts';
import { publishPost } from '#lib/posts/publish-post.ts';
import { unpublishPost } from '#lib/posts/unpublish-post.ts';
import { updatePost } from '#lib/posts/update-post.ts';
import { POST_LIMITS, postSchema } from '#lib/schemas/posts.ts';
import { refreshPost } from '#server/page-cache/refresh-post.ts';

const postIdSchema = z.uuid().nullable();

/** The state of the post form. Its uploaded pictures are kept even if other fields have errors. */
export type PostFormState = FormState & { pictures: PictureDto[] };

/**
 * Creates or updates a post from the post form. Without JavaScript the form also submits picture files, and the buttons
 * that move or remove a picture; their `intent` changes the list of pictures and saves nothing.
 */
export async function savePostAction(
  boundId: string | null,
  _previous: PostFormState,
  given: FormData,
): Promise<PostFormState> {
  const form = formOf(given);
  const values = typedValues(form);
  let pictures: PictureDto[] = [];
  try {
    // It comes from the form, although no field of it shows it.
    const { data: postId } = postIdSchema.safeParse(boundId);
    if (postId === undefined) throw new ExpectedError('not-found');
    const viewer = await requireActionViewer();
    const intent = String(form.get('intent') ?? 'save');
    const submitted = arrange(picturesOf(form), intent);
    pictures = withAlts(
      await listOwnPictures(
        viewer,
        submitted.map(({ id }) => id),
      ),
      submitted,
    );
    const added = await addFiles(viewer, form, pictures);
    pictures = added.pictures;
    if (added.problem) return { values, fieldErrors: { pictures: added.problem }, pictures };
    if (/^(up|down|remove|add)\b/.test(intent)) return { values, fieldErrors: {}, pictures };
    const input = postSchema.safeParse({ ...values, pictures: pictures.map(({ id, alt }) => ({ id, alt })) });
    if (!input.success) return { values, fieldErrors: fieldErrorsOf(input.error), pictures };
    const publish = intent === 'publish';
    const saved = postId
      ? await updatePost(viewer, postId, input.data)
      : await createPost(viewer, input.data, { publish });
    if (postId && publish) await publishPost(viewer, postId);
    await refreshPost(saved, viewer.username);
  } catch (error) {
    return { ...failedForm(error, values), pictures };
  }
  redirect('/dashboard');
}

/** Stores the files of the form, for browsers without JavaScript. */
async function addFiles(
  viewer: Viewer,
  form: FormData,
  existing: PictureDto[],
): Promise<{ pictures: PictureDto[]; problem?: string }> {
  const pictures = [...existing];
  for (const file of form.getAll('files')) {
    if (!(file instanceof File) || file.size === 0) continue;
    if (pictures.length >= POST_LIMITS.pictures)
      return { pictures, problem: new ExpectedError('too-many-pictures').message };
    try {
      await countUpload(viewer, await headers());
      pictures.push(await addPicture(viewer, file.stream()));
    } catch (error) {
      if (error instanceof PictureError) return { pictures, problem: `${file.name}: ${error.message}` };
      throw error;
    }
  }
  return { pictures };
}

function withAlts(pictures: PictureDto[], submitted: { id: string; alt: string }[]): PictureDto[] {
  const alts = new Map(submitted.map(({ id, alt }) => [id, alt]));
  return pictures.map((picture) => ({ ...picture, alt: alts.get(picture.id) ?? picture.alt }));
}

const COMMANDS = { publish: publishPost, unpublish: unpublishPost, delete: deletePost } as const;
const commandSchema = z.object({
  postId: z.uuid(),
  slug: z.string(),
  command: z.enum(['publish', 'unpublish', 'delete']),
});

/** The dashboard's buttons: publish, unpublish, delete. The dashboard shows why a command was refused. */
export async function postCommandAction(form: FormData): Promise<void> {
  let problem: FormState | null = null;
  try {
    const input = parseForm(commandSchema, form);
    const viewer = await requireActionViewer();
    await COMMANDS[input.command](viewer, input.postId);
    await refreshPost({ id: input.postId, slug: input.slug }, viewer.username);
  } catch (error) {
    problem = failedForm(error, {});
  }
  const sentence = problem && (problem.message ?? Object.values(problem.fieldErrors)[0]);
  redirect(sentence ? `/dashboard?problem=${encodeURIComponent(sentence)}` : '/dashboard');
}
