import { z } from 'zod';
import { failedForm, fieldErrorsOf } from '#lib/auth/form-action.ts';
import { type ErrorCode, ExpectedError } from '#lib/domain/errors.ts';
import { MAX_PICTURES_PER_POST } from '#lib/domain/pictures/picture.ts';
import { arrange, picturesOf } from '#lib/domain/pictures/picture-list.ts';
import type { PictureDto } from '#lib/domain/posts/post-dto.ts';
import type { PostFormState } from '#lib/domain/posts/post-form.ts';
import { postFormValues } from '#lib/domain/posts/post-form-values.ts';
import { SHOWN_IN_POST_FORM } from '#lib/domain/posts/post-limits.ts';
import { typedValues } from '#lib/domain/typed-values.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { listOwnPictures } from '#lib/posts/add-picture.ts';
import { createPost } from '#lib/posts/create-post.ts';
import { type Published, publishPost } from '#lib/posts/publish-post.ts';
import { publishingRefusal } from '#lib/posts/publishing-refusal.ts';
import { getOwnPost, type OwnPost } from '#lib/posts/queries.ts';
import { updatePost } from '#lib/posts/update-post.ts';
import { creationKeyOf, formKeySchema, formVersionSchema } from '#lib/schemas/form-key.ts';
import { postSchema } from '#lib/schemas/posts.ts';
import type { Saved as SavedAs } from '../../saved-cookie.ts';
import type { SubmittedPost } from './read-post-form.ts';
import { turnedAmong } from './turned-among.ts';

/** `problem`: why it was saved as a draft instead of being published. */
type Saved = { saved: { id: string; slug: string }; problem: ErrorCode | null; as: SavedAs };
/**
 * `slug` is that of the work whose form it is; null for the form of a new work. `isPreview`: the form is in order, and its
 * artist wants to see the page that it would make.
 */
type Unsaved = { state: PostFormState; slug: string | null; isPreview?: true };

const postIdSchema = z.union([z.literal(''), z.uuid()]);

/**
 * Creates or updates a post from the post form. The buttons that add, move or remove a picture change the list of
 * pictures and save nothing; nor does the one for the preview.
 */
export async function savePost(viewer: Viewer, submitted: SubmittedPost): Promise<Saved | Unsaved> {
  const { form } = submitted;
  const state: PostFormState = {
    ...{ values: typedValues(form, SHOWN_IN_POST_FORM), fieldErrors: {}, pictures: [] },
    ...{ postId: null, version: null, key: formKeySchema.parse(form.get('key') ?? undefined) ?? null },
  };
  let post: OwnPost | null = null;
  try {
    const postId = postIdSchema.safeParse(form.get('postId') ?? '');
    if (postId.data) {
      post = await getOwnPost(viewer, { id: postId.data });
      // Without it the next save creates a new work, so that nothing typed is lost.
      if (post) Object.assign(state, { postId: post.id, version: formVersionSchema.parse(form.get('version')) });
    }
    const intent = String(form.get('intent') ?? 'save');
    state.pictures = await arrangedPictures(viewer, submitted, intent);
    if (!postId.success || (postId.data && !post)) throw new ExpectedError('not-found');
    // What cannot be turned stays as it is: without it in the form, the next save would take it out of the work.
    const turned = await turnedAmong(viewer, state.pictures, intent);
    state.pictures = turned.pictures;
    const problem = submitted.problem ?? turned.problem;
    if (problem) state.fieldErrors = { pictures: problem };
    if (/^(up|down|remove|add|turn)\b/.test(intent)) return unsaved(post, state);
    return await saveFields(viewer, { form, state, post, intent });
  } catch (error) {
    return unsaved(post, { ...state, ...failedForm(error, state.values) });
  }
}

const unsaved = (post: OwnPost | null, state: PostFormState): Unsaved => ({ state, slug: post?.slug ?? null });

/** The form's pictures with their typed descriptions, then its new ones. */
async function arrangedPictures(viewer: Viewer, { form, added }: SubmittedPost, intent: string): Promise<PictureDto[]> {
  const listed = await listOwnPictures(viewer, arrange(picturesOf(form), intent));
  return [...listed, ...added].slice(0, MAX_PICTURES_PER_POST + 1);
}

type Fields = { form: FormData; state: PostFormState; post: OwnPost | null; intent: string };

async function saveFields(viewer: Viewer, fields: Fields): Promise<Saved | Unsaved> {
  const { form, state, post } = fields;
  const { pictures } = state;
  if (post && (post.status === 'SOLD' || post.heldUntil)) throw new ExpectedError('held-or-sold');
  const alts = pictures.map(({ id, alt }) => ({ id, alt }));
  const input = postSchema.safeParse({ ...Object.fromEntries(form), pictures: alts });
  const fieldErrors = { ...(input.error && fieldErrorsOf(input.error)), ...state.fieldErrors };
  const wantsPublic = fields.intent === 'publish';
  const needsPicture = wantsPublic || post?.status === 'LISTED' || post?.isWaiting;
  if (needsPicture && pictures.length === 0) fieldErrors.pictures ??= new ExpectedError('no-pictures').message;
  if (!input.success || Object.keys(fieldErrors).length > 0) return unsaved(post, { ...state, fieldErrors });
  if (fields.intent === 'preview') return { ...unsaved(post, state), isPreview: true };
  // Nothing typed is lost meanwhile: it is saved as a draft.
  const problem = wantsPublic ? await publishingRefusal(viewer) : null;
  const publish = wantsPublic && !problem;
  if (!post) {
    const content = { ...input.data, pictures: pictures.map(({ key, alt }) => ({ key, alt })) };
    const creationKey = creationKeyOf(state.key ?? undefined, content);
    const saved = await createPost(viewer, input.data, { publish, creationKey });
    return { saved, problem, as: saved.isWaiting ? 'waiting' : publish ? 'public' : 'draft' };
  }
  try {
    const saved = await updatePost(viewer, post.id, input.data, state.version);
    const result = publish ? await publishPost(viewer, post.id) : null;
    return { saved, problem, as: savedAs(post, result) };
  } catch (error) {
    if (!(error instanceof ExpectedError) || error.code !== 'changed-elsewhere') throw error;
    return unsaved(post, { ...state, ...(await storedNow(viewer, post.id)) });
  }
}

/** What the saved work is now. */
function savedAs({ status, isWaiting }: OwnPost, result: Published | null): SavedAs {
  if (result === 'published' || (status === 'LISTED' && result === null)) return 'public';
  return result === 'waiting' || isWaiting ? 'waiting' : 'draft';
}

/** What is stored now, with which the next save begins. */
async function storedNow(viewer: Viewer, id: string): Promise<Partial<PostFormState>> {
  const post = await getOwnPost(viewer, { id });
  if (!post) throw new ExpectedError('not-found');
  return { version: post.version, stored: postFormValues(post), storedPictures: post.pictures };
}
